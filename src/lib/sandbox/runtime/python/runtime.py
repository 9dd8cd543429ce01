"""Lambda's Python runtime as the sandbox has it, where awslambdaric is not installed: loads one handler, then takes
events from the Runtime API, one at a time. Words and shapes are those of awslambdaric. Standard library only."""

import http.client
import importlib
import json
import logging
import os
import sys
import time
import traceback

API = "/2018-06-01/runtime/"
LOG_FORMAT = "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n"
FRAME_TYPE = (0xA55A0003).to_bytes(4, "big")

log_fd = int(os.environ.pop("_LAMBDA_TELEMETRY_LOG_FD"))
request_id = None


def write_event(text):
    """One log event, however many lines it has."""
    data = text.encode("utf-8", "backslashreplace")
    frame = FRAME_TYPE + len(data).to_bytes(4, "big") + (time.time_ns() // 1000).to_bytes(8, "big") + data
    while frame:
        frame = frame[os.write(log_fd, frame):]


class EventHandler(logging.Handler):
    def emit(self, record):
        write_event(self.format(record))


class RequestFilter(logging.Filter):
    def filter(self, record):
        record.aws_request_id = request_id or ""
        return True


class JsonFormatter(logging.Formatter):
    def format(self, record):
        entry = {
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            "level": record.levelname,
            "message": record.getMessage(),
            "logger": record.name,
            "requestId": request_id,
        }
        if record.exc_info:
            kind, value, tb = record.exc_info
            entry.update(errorType=kind.__name__, errorMessage=str(value), stackTrace=traceback.format_tb(tb))
        return json.dumps({key: value for key, value in entry.items() if value is not None}, default=str)


def set_up_logging():
    logging.Formatter.converter = time.gmtime
    handler = EventHandler()
    if os.environ.get("AWS_LAMBDA_LOG_FORMAT") == "JSON":
        handler.setFormatter(JsonFormatter())
        level = os.environ.get("AWS_LAMBDA_LOG_LEVEL", "")
        logging.getLogger().setLevel({"TRACE": "DEBUG"}.get(level, level) or "INFO")
    else:
        handler.setFormatter(logging.Formatter(LOG_FORMAT, "%Y-%m-%dT%H:%M:%S"))
    handler.addFilter(RequestFilter())
    logging.getLogger().addHandler(handler)


class CognitoIdentity:
    cognito_identity_id = None
    cognito_identity_pool_id = None


class Record:
    """Attributes out of a JSON object: client_context.client.app_title."""

    def __init__(self, values):
        for key, value in values.items():
            setattr(self, key, value)


class ClientContext:
    def __init__(self, document):
        values = json.loads(document.encode("latin-1").decode("utf-8"))
        self.custom = values.get("custom")
        self.env = values.get("env")
        self.client = Record(values["client"]) if values.get("client") else None


class LambdaContext:
    def __init__(self, headers):
        env = os.environ
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn = headers["Lambda-Runtime-Invoked-Function-Arn"]
        self.function_name = env["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = env["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = env["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = env["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = env["AWS_LAMBDA_LOG_STREAM_NAME"]
        client_context = headers.get("Lambda-Runtime-Client-Context")
        self.client_context = ClientContext(client_context) if client_context else None
        self.identity = CognitoIdentity()
        self._deadline_ms = int(headers["Lambda-Runtime-Deadline-Ms"])

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline_ms - int(time.time() * 1000))

    def log(self, message):
        write_event(str(message))


class InitFailure(Exception):
    def __init__(self, error_type, message, trace=()):
        super().__init__(message)
        self.error_type = error_type
        self.trace = list(trace)


def load_handler(spec):
    try:
        module_name, name = spec.rsplit(".", 1)
    except ValueError:
        message = f"Bad handler '{spec}': not enough values to unpack (expected 2, got 1)"
        raise InitFailure("Runtime.MalformedHandlerName", message) from None
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise InitFailure("Runtime.ImportModuleError", f"Unable to import module '{module_name}': {error}") from None
    except SyntaxError as error:
        trace = [f'  File "{error.filename}" Line {error.lineno}\n    {(error.text or "").rstrip()}']
        raise InitFailure("Runtime.UserCodeSyntaxError", f"Syntax error in module '{module_name}': {error}", trace) from None
    try:
        return getattr(module, name)
    except AttributeError:
        message = f"Handler '{name}' missing on module '{module_name}'"
        raise InitFailure("Runtime.HandlerNotFound", message) from None


def failure_of(error, frames_of_ours):
    if isinstance(error, InitFailure):
        return {"errorMessage": str(error), "errorType": error.error_type, "requestId": request_id or "", "stackTrace": error.trace}
    trace = traceback.extract_tb(error.__traceback__)[frames_of_ours:]
    return {
        "errorMessage": str(error),
        "errorType": type(error).__name__,
        "requestId": request_id or "",
        "stackTrace": traceback.format_list(trace),
    }


def report(failure):
    if os.environ.get("AWS_LAMBDA_LOG_FORMAT") == "JSON":
        write_event(json.dumps({"timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "log_level": "ERROR", **failure}))
        return
    lines = [f"[ERROR] {failure['errorType']}: {failure['errorMessage']}"]
    if failure["stackTrace"]:
        lines += ["Traceback (most recent call last):", *(entry.rstrip("\n") for entry in failure["stackTrace"])]
    write_event("\n".join(lines))


class RuntimeApi:
    def __init__(self, address):
        self.connection = http.client.HTTPConnection(address)

    def next(self):
        self.connection.request("GET", API + "invocation/next")
        response = self.connection.getresponse()
        return response.headers, response.read()

    def post(self, path, text, error_type=None):
        headers = {"Content-Type": "application/json"}
        if error_type:
            headers["Lambda-Runtime-Function-Error-Type"] = error_type.encode("latin-1", "replace").decode("latin-1")
        self.connection.request("POST", API + path, text.encode("utf-8"), headers)
        self.connection.getresponse().read()


def serve(api, handler):
    global request_id
    headers, body = api.next()
    request_id = headers["Lambda-Runtime-Aws-Request-Id"]
    os.environ["_X_AMZN_TRACE_ID"] = headers["Lambda-Runtime-Trace-Id"] or ""
    try:
        result = handler(json.loads(body.decode("utf-8")), LambdaContext(headers))
        try:
            text = json.dumps(result)
        except (TypeError, ValueError) as error:
            raise InitFailure("Runtime.MarshalError", f"Unable to marshal response: {error}") from None
    except Exception as error:
        failure = failure_of(error, 1)
        report(failure)
        api.post(f"invocation/{request_id}/error", json.dumps(failure), failure["errorType"])
    else:
        api.post(f"invocation/{request_id}/response", text)
    request_id = None


def main():
    # The folder of this file is not the handler's business, its own package comes first.
    sys.path[0] = os.environ["LAMBDA_TASK_ROOT"]
    set_up_logging()
    api = RuntimeApi(os.environ["AWS_LAMBDA_RUNTIME_API"])
    try:
        handler = load_handler(os.environ["_HANDLER"])
    except Exception as error:
        failure = failure_of(error, 1)
        report(failure)
        api.post("init/error", json.dumps(failure), failure["errorType"])
        sys.exit(1)
    while True:
        try:
            serve(api, handler)
        except (OSError, http.client.HTTPException):
            # Without the sandbox there is nobody to work for.
            sys.exit(0)


if __name__ == "__main__":
    main()
