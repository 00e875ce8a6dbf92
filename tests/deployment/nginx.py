"""A real nginx with the configuration of the documents, in front of two nodes."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Self

from tests.conftest import skip_or_fail
from tests.live.servers import is_open
from tests.serving import free_port

DOCUMENTED = Path(__file__).parents[2] / "docs" / "nginx.conf"
START_S = 20
AROUND = """\
daemon off;
{user}
pid {folder}/pid;
error_log {folder}/error.log;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/arena.conf;
}}
"""


class Nginx:
    """nginx on free ports, with a certificate of its own."""

    def __init__(self, folder: Path) -> None:
        for programme in ("nginx", "openssl"):
            if shutil.which(programme) is None:
                skip_or_fail("nginx", f"{programme} is not on the path")
        self.folder = folder
        self.port, self.plain_port = free_port(), free_port()
        self.certificate = folder / "arena.pem"
        self.process: subprocess.Popen[bytes]

    @property
    def address(self) -> str:
        """Where people reach the Arena."""
        return f"https://127.0.0.1:{self.port}"

    def configure(self, nodes: list[int]) -> None:
        """Put the operator's own into the documented file, which stays word for word otherwise."""
        key = self.folder / "arena.key"
        subprocess.run(_certificate(self.certificate, key), check=True, capture_output=True)
        theirs = {
            "server 10.0.0.11:8000 ": f"server 127.0.0.1:{nodes[0]} ",
            "server 10.0.0.12:8000 ": f"server 127.0.0.1:{nodes[1]} ",
            "listen 80;": f"listen 127.0.0.1:{self.plain_port};",
            "listen [::]:80;": "",
            "listen 443 ": f"listen 127.0.0.1:{self.port} ",
            "listen [::]:443 ssl http2;": "",
            "/etc/ssl/ideas.example.org.pem": str(self.certificate),
            "/etc/ssl/ideas.example.org.key": str(key),
            "server_name ideas.example.org;": "server_name 127.0.0.1;",
        }
        text = DOCUMENTED.read_text("utf-8")
        for said, meant in theirs.items():
            assert said in text, f"docs/nginx.conf says no more: {said}"
            text = text.replace(said, meant)
        assert "example.org" not in text
        (self.folder / "arena.conf").write_text(text, "utf-8")
        user = "user root;" if os.geteuid() == 0 else ""
        (self.folder / "nginx.conf").write_text(AROUND.format(folder=self.folder, user=user), "utf-8")

    def __enter__(self) -> Self:
        line = ["nginx", "-e", str(self.folder / "error.log"), "-c", str(self.folder / "nginx.conf")]
        self.process = subprocess.Popen(line)
        ends = time.monotonic() + START_S
        while not is_open(self.port):
            assert self.process.poll() is None, "nginx did not start"
            assert time.monotonic() < ends
            time.sleep(0.02)
        return self

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


def _certificate(certificate: Path, key: Path) -> list[str]:
    made = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    named = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    return ["openssl", "req", *made, *named, "-keyout", str(key), "-out", str(certificate)]
