"""ministack as the interpreter of the state machine, in simulated time: what it waits for and what it calls is asked of a
world in the test's own process, so that an execution of hours takes moments and ends in the same minute every time.

Environment: WORLD, the world's address; GATEWAY_PORT and BIND_HOST, ministack's own.
"""
import json
import os
import sys
import threading
import urllib.request

from ministack import app
from ministack.services import stepfunctions


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


def end_with_parent():
    """Whoever started it holds its stdin open; nothing is left behind when that ends."""
    sys.stdin.read()
    os._exit(0)


threading.Thread(target=end_with_parent, daemon=True).start()
app.main()
