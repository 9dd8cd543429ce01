const image = 'Container images: the sandbox runs zip packages and says so when they are created.';
const code = "The address of a package is the sandbox's own, where its bytes can be fetched.";
const latest = 'AWS refuses weights on an alias of $LATEST.';
const creating = 'On AWS a mapping is Creating before it is Enabled.';
const start = 'A stream without StartingPosition is refused by AWS.';
const qualified = 'AWS names the function with its qualifier, $LATEST when there is none.';
const pattern = "moto's pattern is an older edition of the service model's.";
const noZip = 'The package of the test is no zip, which AWS refuses.';
const runtime = 'AWS refuses python3.6 for new layers.';
const event = 'AWS answers an asynchronous invocation without a payload.';
const noArn = 'AWS refuses what is no ARN: an account has twelve digits.';
const unqualified = 'AWS answers an alias for the ARN that was asked with one.';

/** Tests of moto that fail against the sandbox because AWS does otherwise, or because the sandbox says that it does not go so far. */
export const motoExplained: Readonly<Record<string, string>> = {
  'test_lambda.py::test_create_function_from_aws_bucket': 'The package type is Zip on AWS, not ZIP.',
  'test_lambda.py::test_create_function_from_zipfile':
    'A new function is Pending on AWS, and has a RevisionId and a LoggingConfig.',
  'test_lambda.py::test_create_function_from_image': image,
  'test_lambda.py::test_create_function_from_image_with_kmskey': image,
  'test_lambda.py::test_create_function_from_image_default_working_directory': image,
  'test_lambda.py::test_create_function_from_stubbed_ecr': image,
  'test_lambda.py::test_update_function_ecr': image,
  'test_lambda.py::test_create_function_error_bad_architecture':
    "AWS shows the list as [foo]; moto's has Python's quotes.",
  'test_lambda.py::test_get_function_code_signing_config':
    'A code signing configuration that nobody made is refused by AWS.',
  'test_lambda.py::test_list_create_list_get_delete_list':
    'AWS lists a LoggingConfig and a RevisionId, and no LastUpdateStatus.',
  'test_lambda.py::test_get_function_created_with_zipfile': code,
  'test_lambda.py::test_update_function_zip': code,
  'test_lambda.py::test_update_function_s3': code,
  'test_lambda.py::test_list_versions_by_function_for_nonexistent_function':
    'AWS answers 404 for a function that is not there.',
  'test_lambda.py::test_create_function_with_invalid_arn': pattern,
  'test_lambda.py::test_create_function_with_arn_from_different_account':
    'The sandbox knows no roles: any ARN of one is taken.',
  'test_lambda.py::test_create_function_with_unknown_arn': 'The sandbox knows no roles: any ARN of one is taken.',
  'test_lambda.py::test_put_function_concurrency_not_enforced':
    'AWS keeps 100 executions for functions that reserve none.',
  'test_lambda.py::test_put_event_invoke_config': qualified,
  'test_lambda.py::test_update_event_invoke_config': 'AWS updates what was put before, and here nothing was.',
  'test_lambda.py::test_put_event_invoke_config_errors_1': pattern,
  'test_lambda.py::test_put_event_invoke_config_errors_2': pattern,
  'test_lambda.py::test_get_event_invoke_config': qualified,
  'test_lambda.py::test_get_event_invoke_config_empty': qualified,
  'test_lambda_alias.py::test_create_alias_with_routing_config': latest,
  'test_lambda_alias.py::test_update_alias_routingconfig': latest,
  'test_lambda_alias.py::test_aliases_are_unique_per_function': 'AWS calls it ResourceConflictException.',
  'test_lambda_alias.py::test_get_function_using_alias': unqualified,
  'test_lambda_eventsourcemapping.py::test_create_event_source_mapping': 'AWS refuses destinations of a queue.',
  'test_lambda_eventsourcemapping.py::test_invoke_function_from_sqs': creating,
  'test_lambda_eventsourcemapping.py::test_invoke_function_from_sqs_exception': creating,
  'test_lambda_eventsourcemapping.py::test_update_event_source_mapping': creating,
  'test_lambda_eventsourcemapping.py::test_delete_event_source_mapping': creating,
  'test_lambda_eventsourcemapping.py::test_invoke_function_from_dynamodb_put': start,
  'test_lambda_eventsourcemapping.py::test_invoke_function_from_dynamodb_update': start,
  'test_lambda_eventsourcemapping.py::test_invoke_function_from_kinesis': start,
  'test_lambda_eventsourcemapping.py::test_invoke_function_from_sns':
    "The topic is moto's, which looks for the function in moto's own Lambda.",
  'test_lambda_eventsourcemapping.py::test_event_source_mapping_tagging_lifecycle': noZip,
  'test_lambda_eventsourcemapping.py::test_list_event_source_mappings': noArn,
  'test_lambda_policy.py::test_add_function_permission': noArn,
  'test_lambda_policy.py::test_add_permission_with_principalorgid': noArn,
  'test_lambda_policy.py::test_remove_function_permission': noArn,
  'test_lambda_policy.py::test_remove_function_permission__with_qualifier': noArn,
  'test_lambda_invoke.py::TestLambdaInvocations_Error::test_invoke_function_that_throws_error':
    'AWS calls it Unhandled.',
  'test_lambda_invoke.py::TestLambdaInvocations::test_invoke_event_function': event,
  'test_lambda_invoke.py::test_invoke_lambda_using_environment_port': event,
  'test_lambda_invoke.py::test_invoke_function_with_multiple_files_in_zip': event,
  'test_lambda_invoke.py::test_invoke_function_get_ec2_volume':
    'The handler asks the sandbox for EC2, which it has not.',
  'test_lambda_layers.py::test_publish_lambda_layers__without_content': runtime,
  'test_lambda_layers.py::test_list_lambda_layers': 'AWS lists a description, empty where none was given.',
  'test_lambda_layers.py::test_create_function_with_unknown_layer': 'AWS calls it InvalidParameterValueException.',
  'test_lambda_layers.py::test_get_layer_version': runtime,
  'test_lambda_layers.py::test_get_layer_version__unknown': runtime,
  'test_lambda_layers.py::test_delete_layer_version': runtime,
  'test_lambda_layers.py::test_add_layer_version_permission': runtime,
  'test_lambda_layers.py::test_get_layer_version_policy': runtime,
  'test_lambda_layers.py::test_remove_layer_version_permission': runtime,
  'test_lambda_layers_invoked.py::test_invoke_local_lambda_layers': noZip,
  'test_lambda_tags.py::test_tags': 'The service model answers 204.',
};
