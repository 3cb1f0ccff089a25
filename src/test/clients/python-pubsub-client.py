"""Google's Python client for Pub/Sub against PUBSUB_EMULATOR_HOST, all that it is usually used for.

    python-pubsub-client.py FOLDER

FOLDER is that of push-receiver.py. Prints a line for each thing shown; the first one that is not so ends it.
"""

import collections
import json
import os
import pathlib
import queue
import sys
import time
import urllib.request
from concurrent import futures

import google.auth.transport.requests
from google.api_core import exceptions
from google.cloud import pubsub_v1
from google.cloud.pubsub_v1.subscriber import exceptions as subscriber_exceptions
from google.cloud.pubsub_v1.types import FlowControl, PublisherOptions
from google.oauth2 import id_token

PATIENCE = 60
PROJECT = "projects/demo"
TOPIC = f"{PROJECT}/topics/orders"
ACCOUNT = "pusher@demo.iam.gserviceaccount.com"
HOST = os.environ["PUBSUB_EMULATOR_HOST"]
CONTROL = os.environ["SLUICE_LOCAL_CONTROL"]

publisher = pubsub_v1.PublisherClient(publisher_options=PublisherOptions(enable_message_ordering=True))
subscriber = pubsub_v1.SubscriberClient()


def ok(what: str) -> None:
    print(f"ok  {what}", flush=True)


def need(holds: bool, what: object) -> None:
    if not holds:
        sys.exit(f"not so: {what}")


def subscribe(name: str, **how: object) -> str:
    path = f"{PROJECT}/subscriptions/{name}"
    subscriber.create_subscription(request={"name": path, "topic": TOPIC, **how})
    return path


def receive(path: str, count: int, react=lambda message: message.ack(), **how: object) -> list:
    """The first messages that a streaming pull brings, each after `react` to it."""
    got = queue.Queue()

    def callback(message) -> None:
        react(message)
        got.put(message)

    stream = subscriber.subscribe(path, callback, **how)
    messages = [got.get(timeout=PATIENCE) for _ in range(count)]
    stream.cancel()
    stream.result(timeout=PATIENCE)
    return messages


def backlog(path: str) -> int:
    with urllib.request.urlopen(f"{CONTROL}/state") as answer:
        state = json.load(answer)
    services = state.get("services", state)
    return next(s["unacknowledged"] for s in services["pubsub"]["subscriptions"] if s["name"] == path)


def until(what: str, holds) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        need(time.monotonic() < end, f"{what} within {PATIENCE} s")
        time.sleep(0.1)


def streaming_pull() -> None:
    path = subscribe("worker")
    ids = [publisher.publish(TOPIC, f"m{i}".encode(), number=str(i)) for i in range(500)]
    known = {future.result(timeout=PATIENCE) for future in ids}
    need(len(known) == 500, "500 different ids")
    messages = receive(path, 500)
    need({m.message_id for m in messages} == known, "every message by its id")
    need(all(m.data == f"m{m.attributes['number']}".encode() for m in messages), "data and attributes belong together")
    need(all(m.delivery_attempt is None for m in messages), "no attempts are counted without a dead letter policy")
    until("empty backlog", lambda: backlog(path) == 0)
    ok("500 messages by publisher futures and streaming pull, each once acknowledged")


def refusals() -> None:
    path = subscribe("refuser")
    publisher.publish(TOPIC, b"again").result(timeout=PATIENCE)
    seen = collections.Counter()

    def third_time(message) -> None:
        seen[message.message_id] += 1
        if seen[message.message_id] < 3:
            message.nack()
        else:
            message.ack()

    receive(path, 3, third_time)
    need(list(seen.values()) == [3], seen)
    until("empty backlog", lambda: backlog(path) == 0)
    ok("a message that was refused twice comes three times")


def ordering() -> None:
    path = subscribe("in-line", enable_message_ordering=True)
    sent = [(key, f"{key}{i}".encode()) for i in range(100) for key in "ab"]
    for key, data in sent:
        publisher.publish(TOPIC, data, ordering_key=key)
    got = receive(path, len(sent))
    for key in "ab":
        mine = [m.data for m in got if m.ordering_key == key]
        need(mine == [data for k, data in sent if k == key], f"messages of {key} in order: {mine}")
    ok("messages of a key come in the order of their publishing")


def dead_letters() -> None:
    graveyard = f"{PROJECT}/topics/graveyard"
    publisher.create_topic(name=graveyard)
    mourner = f"{PROJECT}/subscriptions/mourner"
    subscriber.create_subscription(name=mourner, topic=graveyard)
    path = subscribe(
        "impatient",
        dead_letter_policy={"dead_letter_topic": graveyard, "max_delivery_attempts": 5},
    )
    publisher.publish(TOPIC, b"poison").result(timeout=PATIENCE)
    attempts = [m.delivery_attempt for m in receive(path, 5, lambda message: message.nack())]
    need(attempts == [1, 2, 3, 4, 5], attempts)
    dead = receive(mourner, 1)[0]
    need(dead.data == b"poison", dead)
    need(dead.attributes["CloudPubSubDeadLetterSourceDeliveryCount"] == "5", dead.attributes)
    need(dead.attributes["CloudPubSubDeadLetterSourceSubscription"] == "impatient", dead.attributes)
    ok("delivery_attempt counts to 5, then the message is in the dead letter topic")


def filters() -> None:
    path = subscribe("picky", filter='hasPrefix(attributes.kind, "ord") AND NOT attributes:test')
    publisher.publish(TOPIC, b"plain").result(timeout=PATIENCE)
    publisher.publish(TOPIC, b"test", kind="order", test="").result(timeout=PATIENCE)
    publisher.publish(TOPIC, b"real", kind="order").result(timeout=PATIENCE)
    need([m.data for m in receive(path, 1)] == [b"real"], "only the real order")
    until("empty backlog", lambda: backlog(path) == 0)
    try:
        subscribe("wrong", filter="attributes.kind == 3")
        need(False, "a wrong filter is refused")
    except exceptions.InvalidArgument as refusal:
        need("could not be parsed at character" in refusal.message, refusal)
    ok("a filter is applied, a wrong one refused with the place")


def flow_control() -> None:
    path = subscribe("careful")
    for i in range(30):
        publisher.publish(TOPIC, f"m{i}".encode()).result(timeout=PATIENCE)
    held = queue.Queue()
    stream = subscriber.subscribe(path, held.put, flow_control=FlowControl(max_messages=5))
    first = [held.get(timeout=PATIENCE) for _ in range(5)]
    try:
        held.get(timeout=0.5)
        need(False, "no more than 5 messages are out")
    except queue.Empty:
        pass
    for message in first:
        message.ack()
    for _ in range(25):
        held.get(timeout=PATIENCE).ack()
    until("empty backlog", lambda: backlog(path) == 0)
    stream.cancel()
    stream.result(timeout=PATIENCE)
    ok("flow control bounds what is out")


def exactly_once() -> None:
    path = subscribe("strict", enable_exactly_once_delivery=True)
    publisher.publish(TOPIC, b"once").result(timeout=PATIENCE)
    answers = []

    def confirmed(message) -> None:
        message.ack_with_response().result(timeout=PATIENCE)
        answers.append(message.message_id)

    receive(path, 1, confirmed)
    need(len(answers) == 1, answers)
    publisher.publish(TOPIC, b"late").result(timeout=PATIENCE)
    pulled = subscriber.pull(subscription=path, max_messages=1).received_messages[0]
    subscriber.acknowledge(subscription=path, ack_ids=[pulled.ack_id])
    try:
        subscriber.acknowledge(subscription=path, ack_ids=[pulled.ack_id])
        need(False, "an acknowledgement after the first is refused")
    except exceptions.FailedPrecondition as refusal:
        need("PERMANENT_FAILURE_INVALID_ACK_ID" in str(refusal.details), refusal.details)
    ok("exactly-once: acknowledgements are confirmed, and a second one is refused")


def push(folder: pathlib.Path) -> None:
    address = (folder / "address").read_text()
    path = subscribe(
        "pushed",
        push_config={"push_endpoint": address, "oidc_token": {"service_account_email": ACCOUNT}},
    )
    message_id = publisher.publish(TOPIC, b"to you", kind="greeting").result(timeout=PATIENCE)
    requests = folder / "requests"
    until("push", lambda: requests.read_text())
    request = json.loads(requests.read_text().splitlines()[0])
    body = json.loads(request["body"])
    need(body["message"]["messageId"] == message_id and body["subscription"] == path, body)
    scheme, token = request["headers"]["authorization"].split()
    claims = id_token.verify_token(
        token,
        google.auth.transport.requests.Request(),
        audience=address,
        certs_url=f"http://{HOST}/oauth2/v3/certs",
    )
    need(scheme == "Bearer" and claims["iss"] == "https://accounts.google.com", claims)
    need(claims["email"] == ACCOUNT and claims["email_verified"] is True, claims)
    until("empty backlog", lambda: backlog(path) == 0)
    ok("a push carries a token that google-auth verifies with the keys at /oauth2/v3/certs")


def wrong_input() -> None:
    for call, expected in [
        (lambda: publisher.create_topic(name=f"{PROJECT}/topics/ab"), exceptions.InvalidArgument),
        (lambda: publisher.create_topic(name=TOPIC), exceptions.AlreadyExists),
        (lambda: publisher.publish(f"{PROJECT}/topics/none", b"x").result(timeout=PATIENCE), exceptions.NotFound),
        (lambda: subscriber.pull(subscription=f"{PROJECT}/subscriptions/none", max_messages=1), exceptions.NotFound),
        (lambda: publisher.publish(TOPIC, b"", k="v" * 1025).result(timeout=PATIENCE), exceptions.InvalidArgument),
    ]:
        try:
            call()
            need(False, f"{expected.__name__} was expected")
        except expected:
            pass
    stream = subscriber.subscribe(f"{PROJECT}/subscriptions/none", lambda message: message.ack())
    try:
        stream.result(timeout=PATIENCE)
        need(False, "a stream on nothing ends")
    except (exceptions.NotFound, subscriber_exceptions.AcknowledgeError) as refusal:
        need(isinstance(refusal, exceptions.NotFound), refusal)
    except futures.TimeoutError:
        need(False, "a stream on nothing ends soon")
    ok("wrong input is refused with Google's codes")


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    publisher.create_topic(name=TOPIC)
    streaming_pull()
    refusals()
    ordering()
    dead_letters()
    filters()
    flow_control()
    exactly_once()
    push(pathlib.Path(sys.argv[1]))
    wrong_input()
    publisher.stop()
    subscriber.close()


if __name__ == "__main__":
    main()
