"""A real CKAN on loopback, with PostgreSQL, Redis and Solr of its own: ``up``, ``down``, ``status``.

Everything lies under ``.work/ckan``; ports are chosen once and remembered; the first start installs, later starts take seconds. CKAN and
its libraries come from ``requirements-ckan.lock``, Solr from Maven Central's libraries (``scripts/solr``), PostgreSQL and Redis from the
system. PostgreSQL refuses to run as root: then it runs as the user ``postgres``. Prints one JSON object that names the address and the
files that hold the tokens.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parent.parent
HOME = REPOSITORY / ".work" / "ckan"
LOGS, PIDS, TOKENS, VENV, SOLR = HOME / "logs", HOME / "pids", HOME / "tokens", HOME / "venv", HOME / "solr"
STATE = HOME / "state.json"
SERVICES = ("postgres", "redis", "solr", "ckan", "scheming")
START_LIMIT_S = 180
ORGANISATION, OTHER_ORGANISATION, GROUP = "karlskoga", "annan-kommun", "trygghet"
MAX_RESOURCE_MB = 10


class Failed(Exception):
    """Why the server cannot run, in one line."""


def say(text: str) -> None:
    print(f"ckan_server: {text}", file=sys.stderr, flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("verb", choices=("up", "down", "status"))
    parser.add_argument("--scheming", action="store_true", help="serve the same data a second time with a ckanext-scheming schema")
    options = parser.parse_args()
    try:
        if options.verb == "up":
            up(scheming=options.scheming)
        elif options.verb == "down":
            down()
    except Failed as error:
        say(str(error))
        return 1
    answer = status()
    print(json.dumps(answer, indent=2, sort_keys=True))
    return 0 if options.verb != "status" or answer["running"] else 1


def up(*, scheming: bool) -> None:
    began = time.monotonic()
    for folder in (HOME, LOGS, PIDS, TOKENS):
        folder.mkdir(parents=True, exist_ok=True)
    TOKENS.chmod(0o700)
    with exclusively():
        install_ckan()
        install_solr()
        state = load_state()
        start_postgres(state)
        start_redis(state)
        start_solr(state)
        configure(state)
        start_ckan("ckan", "ckan.ini", state["ports"]["ckan"])
        seed(state)
        if scheming:
            start_ckan("scheming", "scheming.ini", state["ports"]["scheming"])
    say(f"up after {time.monotonic() - began:.0f} s")


def down() -> None:
    for name in reversed(SERVICES):
        if name == "postgres":
            stop_postgres()
        else:
            stop(name)


def status() -> dict[str, Any]:
    state = json.loads(STATE.read_text()) if STATE.exists() else None
    if state is None:
        return {"running": False}
    ports = state["ports"]
    return {
        "running": all(alive(name) for name in ("redis", "solr", "ckan")) and postgres_alive(state),
        "url": f"http://127.0.0.1:{ports['ckan']}",
        "scheming_url": f"http://127.0.0.1:{ports['scheming']}" if alive("scheming") else None,
        "tokens": {name: str(TOKENS / name) for name in ("sysadmin", "editor", "stranger")},
        "organisation": ORGANISATION,
        "other_organisation": OTHER_ORGANISATION,
        "group": GROUP,
        "storage": str(HOME / "storage"),
        "max_resource_mb": MAX_RESOURCE_MB,
        "logs": str(LOGS),
    }


# --- installing -----------------------------------------------------------------------------------------------------------------------


def install_ckan() -> None:
    lock = REPOSITORY / "requirements-ckan.lock"
    if made_from(VENV, lock):
        return
    say("installing CKAN into an environment of its own")
    uv = str(REPOSITORY / ".venv" / "bin" / "uv")
    log = LOGS / "install-ckan.log"
    run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(VENV)], log)
    python = str(VENV / "bin" / "python")
    run([uv, "pip", "install", "--quiet", "--python", python, "--require-hashes", "-r", str(lock)], log)
    mark_made_from(VENV, lock)


def install_solr() -> None:
    """Solr's libraries by Maven, and a home with CKAN's own schema."""
    sources = REPOSITORY / "scripts" / "solr"
    library = SOLR / "lib"
    pom = sources / "pom.xml"
    if not made_from(library, pom):
        for tool in ("java", "mvn"):
            if shutil.which(tool) is None:
                raise Failed(f"{tool} is missing: install it (Debian: default-jdk-headless maven) and run this again")
        say("fetching Solr's libraries from Maven Central")
        shutil.rmtree(library, ignore_errors=True)
        command = [
            "mvn",
            "-B",
            "-q",
            "-f",
            str(pom),
            f"-DoutputDirectory={library}",
            "-DincludeScope=runtime",
            "dependency:copy-dependencies",
        ]
        try:
            run(command, LOGS / "install-solr.log")
        except Failed as error:
            raise Failed(
                f"Solr's libraries could not be fetched from Maven Central, and without them there is no search: {error}"
            ) from None
        mark_made_from(library, pom)
    conf = SOLR / "home" / "ckan" / "conf"
    conf.mkdir(parents=True, exist_ok=True)
    schema = next((VENV / "lib").glob("python3*/site-packages/ckan/config/solr/schema.xml"))
    shutil.copyfile(schema, conf / "schema.xml")
    shutil.copyfile(sources / "conf" / "solrconfig.xml", conf / "solrconfig.xml")
    for name in ("protwords.txt", "synonyms.txt"):
        (conf / name).touch()
    (SOLR / "home" / "solr.xml").write_text("<solr/>\n")
    (SOLR / "home" / "ckan" / "core.properties").write_text("name=ckan\n")


def made_from(folder: Path, source: Path) -> bool:
    stamp = folder / ".made-from"
    return stamp.exists() and stamp.read_text() == hashlib.sha256(source.read_bytes()).hexdigest()


def mark_made_from(folder: Path, source: Path) -> None:
    (folder / ".made-from").write_text(hashlib.sha256(source.read_bytes()).hexdigest())


# --- state ----------------------------------------------------------------------------------------------------------------------------


def load_state() -> dict[str, Any]:
    """Ports and passwords, made once; a port that somebody else took since is chosen anew."""
    state: dict[str, Any] = json.loads(STATE.read_text()) if STATE.exists() else {"ports": {}, "passwords": {}}
    for name in SERVICES:
        port = state["ports"].get(name)
        running = postgres_alive(state) if name == "postgres" else alive(name)
        if port is None or (not running and not free(port)):
            state["ports"][name] = free_port(set(state["ports"].values()))
    for name in ("ckan", "datastore_reader", "secret_key"):
        state["passwords"].setdefault(name, secrets.token_urlsafe(24))
    if "postgres_data" not in state:
        state["postgres_data"] = str(postgres_folder())
    write_private(STATE, json.dumps(state, indent=2))
    return state


def postgres_folder() -> Path:
    """Under .work, or, when the user postgres cannot go there, under /var/tmp."""
    if os.getuid() != 0:
        return HOME / "postgres"
    reachable = subprocess.run(["runuser", "-u", "postgres", "--", "test", "-x", str(HOME)], check=False).returncode == 0
    return HOME / "postgres" if reachable else Path("/var/tmp") / f"ckan-postgres-{hashlib.sha256(str(HOME).encode()).hexdigest()[:12]}"


def free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port(taken: set[int]) -> int:
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
        if port not in taken:
            return port


def write_private(path: Path, text: str) -> None:
    path.touch(0o600)
    path.chmod(0o600)
    path.write_text(text)


@contextmanager
def exclusively() -> Iterator[None]:
    """One ``up`` at a time; the second waits and finds the server running."""
    import fcntl

    with (HOME / "lock").open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


# --- the four services ----------------------------------------------------------------------------------------------------------------


def start_postgres(state: dict[str, Any]) -> None:
    if postgres_alive(state):
        return
    data, port = Path(state["postgres_data"]), state["ports"]["postgres"]
    fresh = not (data / "PG_VERSION").exists()
    if fresh:
        say("making a database cluster")
        shutil.rmtree(data, ignore_errors=True)
        data.mkdir(parents=True)
        if os.getuid() == 0:
            shutil.chown(data, "postgres")
        data.chmod(0o700)
        word = data.parent / f".{secrets.token_hex(8)}"
        write_private(word, state["passwords"]["ckan"])
        if os.getuid() == 0:
            shutil.chown(word, "postgres")
        try:
            run(
                [
                    *as_postgres(), postgres_tool("initdb"), "-D", str(data), "-U", "ckan", "-E", "UTF8", "--locale=C.UTF-8",
                    "--auth=scram-sha-256", f"--pwfile={word}", "--no-sync",
                ],
                LOGS / "postgres.log",
            )  # fmt: skip
        finally:
            word.unlink()
    options = f"-p {port} -k {data} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=60"
    run(
        [*as_postgres(), postgres_tool("pg_ctl"), "-D", str(data), "-o", options, "-l", str(data / "server.log"), "-w", "start"],
        LOGS / "postgres.log",
    )
    if not state.get("databases"):
        reader = state["passwords"]["datastore_reader"]
        psql(state, "postgres", f"CREATE ROLE datastore_reader LOGIN PASSWORD '{reader}'")
        psql(state, "postgres", "CREATE DATABASE ckan")
        psql(state, "postgres", "CREATE DATABASE datastore")
        state["databases"] = True
        write_private(STATE, json.dumps(state, indent=2))


def stop_postgres() -> None:
    state = json.loads(STATE.read_text()) if STATE.exists() else {}
    if state and postgres_alive(state):
        run([*as_postgres(), postgres_tool("pg_ctl"), "-D", state["postgres_data"], "-m", "fast", "-w", "stop"], LOGS / "postgres.log")


def postgres_alive(state: dict[str, Any]) -> bool:
    data = state.get("postgres_data")
    if not data or not Path(data, "PG_VERSION").exists():
        return False
    command = [*as_postgres(), postgres_tool("pg_ctl"), "-D", data, "status"]
    return subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/").returncode == 0


def as_postgres() -> list[str]:
    return ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []


def postgres_tool(name: str) -> str:
    found = (
        sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
        if Path("/usr/lib/postgresql").is_dir()
        else []
    )
    tool = str(found[-1]) if found else shutil.which(name)
    if tool is None:
        raise Failed("PostgreSQL is missing: run ./scripts/setup --tests (Debian: apt-get install postgresql)")
    return tool


def psql(state: dict[str, Any], database: str, script: str) -> None:
    command = [
        "psql",
        "-X",
        "-q",
        "-v",
        "ON_ERROR_STOP=1",
        "-h",
        "127.0.0.1",
        "-p",
        str(state["ports"]["postgres"]),
        "-U",
        "ckan",
        "-d",
        database,
    ]
    run(command, LOGS / "postgres.log", given=script, environment={"PGPASSWORD": state["passwords"]["ckan"]})


def start_redis(state: dict[str, Any]) -> None:
    if shutil.which("redis-server") is None:
        raise Failed("Redis is missing: run ./scripts/setup --tests (Debian: apt-get install redis-server)")
    command = [
        "redis-server",
        "--port",
        str(state["ports"]["redis"]),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--appendonly",
        "no",
        "--dir",
        str(HOME),
    ]
    start("redis", command, lambda: not free(state["ports"]["redis"]))


def start_solr(state: dict[str, Any]) -> None:
    sources, home = REPOSITORY / "scripts" / "solr", SOLR / "home"
    ready = home / "ready"
    if not alive("solr"):
        ready.unlink(missing_ok=True)
    logging = f"-Dlog4j.configurationFile={sources / 'conf' / 'log4j2.xml'}"
    classes, port = f"{SOLR / 'lib'}/*", str(state["ports"]["solr"])
    command = ["java", "-Xmx512m", logging, f"-Dsolr.log.dir={LOGS}", "-cp", classes, str(sources / "Search.java"), str(home), port]
    start("solr", command, ready.exists)


def configure(state: dict[str, Any]) -> None:
    """ckan.ini, the databases' tables and the DataStore's rights; again only when a port or this file has changed."""
    ports, words = state["ports"], state["passwords"]
    want = hashlib.sha256(json.dumps([ports, words]).encode() + Path(__file__).read_bytes()).hexdigest()
    stamp = HOME / "configured"
    if stamp.exists() and stamp.read_text() == want:
        return
    say("configuring CKAN")
    database = f"postgresql://ckan:{words['ckan']}@127.0.0.1:{ports['postgres']}"
    reader = f"postgresql://datastore_reader:{words['datastore_reader']}@127.0.0.1:{ports['postgres']}"
    plugins = "activity datastore text_view image_view datatables_view"
    settings = {
        "SECRET_KEY": words["secret_key"],
        "sqlalchemy.url": f"{database}/ckan",
        "ckan.datastore.write_url": f"{database}/datastore",
        "ckan.datastore.read_url": f"{reader}/datastore",
        "solr_url": f"http://127.0.0.1:{ports['solr']}/solr/ckan",
        "ckan.redis.url": f"redis://127.0.0.1:{ports['redis']}/0",
        "ckan.storage_path": str(HOME / "storage"),
        "ckan.max_resource_size": str(MAX_RESOURCE_MB),
        "ckan.views.default_views": "",
        "ckan.site_title": "Öppna data (test)",
        "ckan.locale_default": "sv",
    }
    schema = REPOSITORY / "scripts" / "ckan" / "dataset_schema.json"
    sites = {
        "ckan": {"ckan.plugins": plugins, "ckan.site_id": "ckan"},
        # The same site id: both index into the same search, as two front ends of one portal do.
        "scheming": {"ckan.plugins": f"{plugins} scheming_datasets", "ckan.site_id": "ckan", "scheming.dataset_schemas": schema.as_uri()},
    }
    for name, own in sites.items():
        ini = HOME / f"{name}.ini"
        ini.unlink(missing_ok=True)
        run([str(VENV / "bin" / "ckan"), "generate", "config", str(ini)], LOGS / "configure.log")
        ini.chmod(0o600)
        pairs = settings | own | {"ckan.site_url": f"http://127.0.0.1:{ports[name]}"}
        write_private(HOME / "settings", "".join(f"{key} = {value}\n" for key, value in pairs.items()))
        run([str(VENV / "bin" / "ckan"), "config-tool", str(ini), "-f", str(HOME / "settings")], LOGS / "configure.log")
        (HOME / "settings").unlink()
    (HOME / "storage").mkdir(exist_ok=True)
    ckan("db", "init")
    rights = ckan("datastore", "set-permissions")
    psql(state, "datastore", "\n".join(line for line in rights.splitlines() if not line.startswith("\\connect")))
    stamp.write_text(want)


def start_ckan(name: str, ini: str, port: int) -> None:
    command = [
        str(VENV / "bin" / "ckan"), "-c", str(HOME / ini), "run", "--disable-reloader", "--disable-debugger", "--threaded",
        "-H", "127.0.0.1", "-p", str(port),
    ]  # fmt: skip
    start(name, command, lambda: answers(f"http://127.0.0.1:{port}/api/3/action/status_show"))


def seed(state: dict[str, Any]) -> None:
    """A sysadmin, an editor of one organisation, an editor of another, and their tokens."""
    if state.get("seeded") and all((TOKENS / name).exists() for name in ("sysadmin", "editor", "stranger")):
        return
    say("making users, organisations and tokens")
    users = {"sysadmin": "chef", "editor": "redaktor", "stranger": "granne"}
    listed = ckan("user", "list")
    for user in users.values():
        if f"name={user} " not in listed and f"name={user}\n" not in listed:
            ckan("user", "add", user, f"email={user}@example.org", f"password={secrets.token_urlsafe(16)}")
    ckan("sysadmin", "add", users["sysadmin"])
    for role, user in users.items():
        write_private(TOKENS / role, ckan("user", "token", "add", user, "tests", "--quiet").strip() + "\n")
    token = (TOKENS / "sysadmin").read_text().strip()
    base = f"http://127.0.0.1:{state['ports']['ckan']}/api/3/action"
    members = {ORGANISATION: users["editor"], OTHER_ORGANISATION: users["stranger"]}
    for name, user in members.items():
        if not answers(f"{base}/organization_show?id={name}"):
            call(f"{base}/organization_create", token, {"name": name, "title": name.title()})
        call(f"{base}/organization_member_create", token, {"id": name, "username": user, "role": "editor"})
    if not answers(f"{base}/group_show?id={GROUP}"):
        call(f"{base}/group_create", token, {"name": GROUP, "title": "Trygghet"})
    call(f"{base}/group_member_create", token, {"id": GROUP, "username": users["editor"], "role": "member"})
    state["seeded"] = True
    write_private(STATE, json.dumps(state, indent=2))


def ckan(*arguments: str) -> str:
    return run([str(VENV / "bin" / "ckan"), "-c", str(HOME / "ckan.ini"), *arguments], LOGS / "ckan-commands.log")


def call(url: str, token: str, data: dict[str, Any]) -> None:
    request = urllib.request.Request(url, json.dumps(data).encode(), {"Content-Type": "application/json", "Authorization": token})
    try:
        with opener().open(request, timeout=60):
            pass
    except urllib.error.HTTPError as error:
        raise Failed(f"{url.rsplit('/', 1)[-1]} answered {error.code}: {error.read(500).decode(errors='replace')}") from None


def answers(url: str) -> bool:
    try:
        with opener().open(url, timeout=20) as reply:
            return bool(reply.status == 200)
    except OSError:
        return False


def opener() -> urllib.request.OpenerDirector:
    """Loopback is never asked for through a proxy."""
    return urllib.request.build_opener(urllib.request.ProxyHandler({}))


# --- processes ------------------------------------------------------------------------------------------------------------------------


def run(command: list[str], log: Path, *, given: str | None = None, environment: dict[str, str] | None = None) -> str:
    """Run to the end; standard output is returned, errors are in ``log`` and, when it fails, in the message."""
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, input=given, env=os.environ | (environment or {}), cwd="/", errors="replace"
    )
    with log.open("a") as stream:
        stream.write(done.stderr)
    if done.returncode:
        last = [line for line in (done.stderr + done.stdout).splitlines() if line.strip()][-3:]
        raise Failed(f"{Path(command[-1 if command[0] == 'runuser' else 0]).name} failed ({' / '.join(last)}); see {log}")
    return done.stdout


def start(name: str, command: list[str], ready: Callable[[], bool]) -> None:
    """Start a service in a session of its own unless it runs, and wait until it is ready."""
    if not alive(name):
        with (LOGS / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, cwd=HOME)
        (PIDS / name).write_text(f"{process.pid} {started(process.pid)}")
    limit = time.monotonic() + START_LIMIT_S
    while not ready():
        if not alive(name):
            raise Failed(f"{name} ended while starting; see {LOGS / f'{name}.log'}")
        if time.monotonic() > limit:
            raise Failed(f"{name} was not ready after {START_LIMIT_S} s; see {LOGS / f'{name}.log'}")
        time.sleep(0.1)


def stop(name: str) -> None:
    pid = alive(name)
    if pid:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
        limit = time.monotonic() + 20
        while alive(name):
            if time.monotonic() > limit:
                os.kill(pid, signal.SIGKILL)
            time.sleep(0.05)
    (PIDS / name).unlink(missing_ok=True)


def alive(name: str) -> int:
    """The pid of a service that we started and that still runs, else 0; a pid that the system gave to another process does not count."""
    try:
        pid, when = (PIDS / name).read_text().split()
    except (OSError, ValueError):
        return 0
    with contextlib.suppress(ChildProcessError):
        os.waitpid(int(pid), os.WNOHANG)
    return int(pid) if started(int(pid)) == when else 0


def started(pid: int) -> str:
    """When a process began, in the kernel's own count; empty when it is gone or only waits to be reaped."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] == "Z" else fields[19]


if __name__ == "__main__":
    if os.getuid() == 0:
        try:
            pwd.getpwnam("postgres")
        except KeyError:
            say("PostgreSQL refuses to run as root and there is no user postgres: run ./scripts/setup --tests")
            sys.exit(1)
    sys.exit(main())
