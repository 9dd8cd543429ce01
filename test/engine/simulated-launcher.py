"""ministack as the interpreter of the state machine, in simulated time: what it waits for and what it calls is asked of a
world in the test's own process, so that an execution of hours takes moments and ends in the same minute every time.

Environment: WORLD, the world's address; GATEWAY_PORT and BIND_HOST, ministack's own.
"""
import json
import os
import urllib.request

from ministack.services import stepfunctions
from served import serve


def ask(what, arguments):
    request = urllib.request.Request(os.environ['WORLD'] + '/' + what, json.dumps(arguments).encode(), method='POST')
    answer = json.load(urllib.request.urlopen(request, timeout=60))
    if 'error' in answer:
        raise stepfunctions._ExecutionError(answer['error'], answer['cause'])
    return answer['result']


def sdk_integration(resource, arguments):
    service, action = resource.split(':')[6:8]
    return ask(service + '.' + action, arguments)


stepfunctions._scaled_sleep = lambda seconds: ask('wait', {'seconds': seconds})
stepfunctions._call_lambda = lambda reference, event: ask('tick', event)
stepfunctions._invoke_aws_sdk_integration = sdk_integration

serve()
