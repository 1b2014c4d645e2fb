"""The program as a server, for the tests of ZGW."""

import json
import os
import re
import subprocess
import urllib.request


def run(program, *arguments):
    """Runs a command to its end."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("WIJKSPOOR_")}
    subprocess.run([program, *arguments], env=environment, check=True, stdout=subprocess.DEVNULL)


class Server:
    """A running server; `kill` ends it at once, `stop` in peace."""

    def __init__(self, program, *arguments, log=subprocess.DEVNULL, **settings):
        environment = {name: value for name, value in os.environ.items() if not name.startswith("WIJKSPOOR_")}
        self.process = subprocess.Popen(
            [program, *arguments, "--port", "0"], env=environment | settings, stdout=subprocess.PIPE, stderr=log, text=True
        )
        self.base, said = None, ""
        for line in self.process.stdout:
            said += line
            if match := re.search(r"http://[0-9.:]+", line):
                self.base = match.group()
            if "Ctrl-C" in line:
                return
        raise SystemExit(f"the server did not start: {said}")

    def ask(self, method, path, role="systeem", body=None, **headers):
        data = None if body is None else json.dumps(body).encode()
        address = path if path.startswith("http") else self.base + path
        request = urllib.request.Request(address, method=method, data=data)
        request.add_header("Authorization", f"Bearer ontwikkel:{role}")
        request.add_header("Content-Type", "application/json")
        for name, value in headers.items():
            request.add_header(name.replace("_", "-"), value)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def get(self, path, role="systeem"):
        return self.ask("GET", path, role)

    def post(self, path, role, body, **headers):
        return self.ask("POST", path, role, body, **headers)

    def all(self, path):
        """All of a list of ZGW."""
        results = []
        while path:
            page = self.get(path)
            results += page["results"]
            path = page["next"]
        return results

    def kill(self):
        self.process.kill()
        self.process.wait(20)

    def stop(self):
        self.process.terminate()
        assert self.process.wait(30) == 0
