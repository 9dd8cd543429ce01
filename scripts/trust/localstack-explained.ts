/**
 * Where the sandbox answers otherwise than AWS did when LocalStack's tests of the Lambda API recorded it, by test: those tests
 * are in no registry, and were compared call by call. What is in no line is the same.
 */
export const localstackExplained: Readonly<Record<string, string>> = {
  'TestLambdaImages (4 tests)': 'Not compared since the sandbox has container images.',
  'TestLambdaFunction::test_function_arns':
    "The pattern of a function's name is that of today's service model, which knows more partitions.",
  'TestLambdaAlias::test_notfound_and_invalid_routingconfigs':
    'The refusal of $LATEST ends otherwise: as a recording of 2025 has it, and not that of 2024.',
  'TestLambdaFunction::test_vpc_config': 'There is no EC2: any subnet and group is taken, and all are of one network.',
  'TestLambdaFunction::test_create_lambda_exceptions, test_update_lambda_exceptions':
    'The refusal lists the runtimes of this year, those of the recording are of 2024.',
  'TestLambdaFunction::test_invalid_invoke, TestLambdaTags::test_tag_exceptions, TestLambdaEventInvokeConfig::test_lambda_eventinvokeconfig_exceptions':
    "The patterns are those of today's service model, which knows more partitions.",
  'TestLambdaPermissions::test_permission_exceptions':
    'The pattern of a qualifier is that of the function name in the service model, not the one of the recording.',
  'TestLambdaRevisions::test_function_revisions_permissions, TestLambdaPermissions::test_lambda_permission_fn_versioning':
    'A stale RevisionId names GetPolicy, as a recording of 2025 has it; this one is of 2022.',
  'TestLambdaUrl::test_url_config_exceptions':
    "Deleting by a qualifier that is not the name's own is an InternalFailure on AWS, here the refusal of the other calls.",
  'TestLambdaLayer::test_layer_compatibilities': 'The runtimes of a layer are those of this year.',
  'TestLambdaEventSourceMappings::test_event_source_mapping_lifecycle':
    'The mapping has an EventSourceMappingArn, which AWS has added since; the table and the queue are none of the sandbox.',
  'TestLambdaSnapStart::test_snapstart_exceptions': 'python3.12 has SnapStart by now.',
};
