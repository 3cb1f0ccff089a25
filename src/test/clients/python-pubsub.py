"""Google's Python client for Pub/Sub, against PUBSUB_EMULATOR_HOST.

    python-pubsub.py subscribe TOPIC SUBSCRIPTION
    python-pubsub.py receive SUBSCRIPTION

`receive` writes the data of exactly one message to stdout and acknowledges it; another number of messages is an error.
"""

import sys

from google.cloud import pubsub_v1

PATIENCE = 30


def subscribe(client: pubsub_v1.SubscriberClient, topic: str, subscription: str) -> None:
    client.create_subscription(request={"name": subscription, "topic": topic})


def receive(client: pubsub_v1.SubscriberClient, subscription: str) -> None:
    answer = client.pull(request={"subscription": subscription, "max_messages": 10}, timeout=PATIENCE)
    if len(answer.received_messages) != 1:
        sys.exit(f"{len(answer.received_messages)} messages on {subscription}, not 1")
    received = answer.received_messages[0]
    if received.message.attributes["ce-type"] != "dev.sluice.run.succeeded":
        sys.exit(f"not a message of a succeeded run: {dict(received.message.attributes)}")
    sys.stdout.buffer.write(received.message.data)
    client.acknowledge(request={"subscription": subscription, "ack_ids": [received.ack_id]})


def main() -> None:
    with pubsub_v1.SubscriberClient() as client:
        if sys.argv[1:2] == ["subscribe"] and len(sys.argv) == 4:
            subscribe(client, *sys.argv[2:])
        elif sys.argv[1:2] == ["receive"] and len(sys.argv) == 3:
            receive(client, *sys.argv[2:])
        else:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
