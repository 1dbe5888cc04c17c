"""Starts the real TensorBoard on a folder and asks it what its tabs ask.

Usage: python ask_tensorboard.py LOGDIR {true,false} < requests.json > answers.json

The second argument is --load_fast: the data server, or the Python reader. Requests are a JSON list of {"path", "body"?}; the answers
are a list of {"status", "body"} in base64. It waits until TensorBoard lists as many runs as there are folders with event files.
"""

import base64
import json
import os
import sys
import time
import urllib.error
import urllib.request

from tensorboard import default, program


def ask(url, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url + path, data=data, headers={"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def wait_for_runs(url, count):
    for _ in range(200):
        if len(json.loads(ask(url, "data/runs")[1])) >= count:
            return
        time.sleep(0.05)
    raise TimeoutError(f"fewer than {count} runs")


if __name__ == "__main__":
    logdir, load_fast = sys.argv[1:]
    runs = sum(any("tfevents" in name for name in names) for _, _, names in os.walk(logdir))
    tensorboard = program.TensorBoard(plugins=default.get_plugins())
    flags = ["--logdir", logdir, "--load_fast", load_fast, "--port", "0", "--reload_interval", "0"]
    tensorboard.configure(argv=["tensorboard", *flags])
    address = tensorboard.launch()
    wait_for_runs(address, runs)
    answers = [ask(address, **request) for request in json.load(sys.stdin)]
    json.dump([{"status": status, "body": base64.b64encode(body).decode()} for status, body in answers], sys.stdout)
