"""ministack as the interpreter of the state machine; its Lambda and aws-sdk:lambda integrations go to our sandbox.

Environment: SANDBOX, the sandbox's address; GATEWAY_PORT and BIND_HOST, ministack's own; SFN_WAIT_SCALE, the sandbox's
clock: one divided by its speed.
"""
import json
import os

import botocore.session
from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from ministack.services import stepfunctions
from served import serve

REGION = 'us-east-1'
# What Step Functions writes before the name of an error.
PREFIX = {'lambda': 'Lambda'}

# One attempt, as it was asked for: the state machine tries again by itself. Connections as many as executions.
config = Config(retries={'mode': 'standard', 'total_max_attempts': 1}, read_timeout=900, max_pool_connections=64)
client = botocore.session.Session().create_client(
    'lambda', region_name=REGION, endpoint_url=os.environ['SANDBOX'],
    aws_access_key_id='sandbox', aws_secret_access_key='sandbox', config=config)


def send(action, arguments):
    try:
        answer = getattr(client, xform_name(action))(**arguments)
    except ClientError as error:
        raise stepfunctions._ExecutionError('Lambda.' + error.response['Error']['Code'], error.response['Error']['Message'])
    except BotoCoreError as error:
        raise stepfunctions._ExecutionError('Lambda.SdkClientException', str(error))
    answer.pop('ResponseMetadata', None)
    return answer


def call_lambda(reference, event):
    answer = send('Invoke', {'FunctionName': reference, 'Payload': json.dumps(event).encode()})
    payload = json.loads(answer['Payload'].read() or b'null')
    if answer.get('FunctionError'):
        raise stepfunctions._ExecutionError((payload or {}).get('errorType', 'Lambda.Unknown'), json.dumps(payload))
    return payload


own = stepfunctions._invoke_aws_sdk_integration


def sdk_integration(resource, arguments):
    service, action = resource.split(':')[6:8]
    if service not in PREFIX:
        return own(resource, arguments)
    return json.loads(json.dumps(send(action[0].upper() + action[1:], arguments), default=str))


stepfunctions._call_lambda = call_lambda
stepfunctions._invoke_aws_sdk_integration = sdk_integration

serve()
