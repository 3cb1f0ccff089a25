#!/usr/bin/env bash
# gcloud pubsub against a local cloud: topics, subscriptions, messages, push with a token, snapshots, policies, and wrong input.
set -euo pipefail

. "$(dirname -- "${BASH_SOURCE[0]}")/lib/cloud.sh"
need gcloud
need python3

receiver=
stop_receiver() {
  if [ -n "$receiver" ]; then
    kill "$receiver" 2>/dev/null || true
  fi
  finish
}
trap stop_receiver EXIT

ps() {
  gcloud pubsub "$@"
}

# what one expression over the last output, as JSON in j, must be true for
holds() {
  python3 -c "import json,sys; j = json.load(open(sys.argv[1])); sys.exit(0 if ($1) else 1)" "$work/last-output" ||
    fail "not so: $1"
}

json() {
  run gcloud pubsub "$@" --format=json
}

# one message, as it comes; the answer is in the last output
pulled() {
  gcloud pubsub subscriptions pull "$@" --format=json >"$work/pulled" && grep -q messageId "$work/pulled"
}

cloud_start --project demo

# ---- topics
run ps topics create orders --labels=team=blue
says 'Created topic [projects/demo/topics/orders]'
json topics describe orders
holds 'j["name"] == "projects/demo/topics/orders" and j["labels"] == {"team": "blue"}'
run ps topics update orders --update-labels=team=green --message-retention-duration=1d
json topics list
holds '[t["labels"]["team"] for t in j] == ["green"] and j[0]["messageRetentionDuration"] == "86400s"'
ok 'topics create, describe, update, list'

# ---- subscriptions
run ps topics create graveyard
run ps subscriptions create worker --topic=orders --ack-deadline=20 --message-filter='attributes.kind = "order"' \
  --dead-letter-topic=graveyard --max-delivery-attempts=5 --min-retry-delay=10s --max-retry-delay=20s \
  --enable-message-ordering --expiration-period=never --message-retention-duration=2d --labels=team=blue
json subscriptions describe worker
holds 'j["ackDeadlineSeconds"] == 20 and j["filter"] == "attributes.kind = \"order\"" and j["enableMessageOrdering"]'
holds 'j["deadLetterPolicy"] == {"deadLetterTopic": "projects/demo/topics/graveyard", "maxDeliveryAttempts": 5}'
holds 'j["retryPolicy"] == {"minimumBackoff": "10s", "maximumBackoff": "20s"} and j["expirationPolicy"] == {}'
holds 'j["messageRetentionDuration"] == "172800s" and j["topic"] == "projects/demo/topics/orders"'
json subscriptions list
holds '[s["name"] for s in j] == ["projects/demo/subscriptions/worker"]'
json topics list-subscriptions orders
holds 'j == ["projects/demo/subscriptions/worker"]'
run ps subscriptions update worker --ack-deadline=30 --clear-retry-policy --expiration-period=3d
json subscriptions describe worker
holds 'j["ackDeadlineSeconds"] == 30 and "retryPolicy" not in j and j["expirationPolicy"]["ttl"] == "259200s"'
ok 'subscriptions create with every option, describe, list, update'

# ---- messages
run ps topics publish orders --message='not for us' --attribute=kind=other
json topics publish orders --message='first' --attribute=kind=order,size=2 --ordering-key=customer-1
holds 'j["messageIds"][0].isdigit()'
run ps topics publish orders --message='second' --attribute=kind=order --ordering-key=customer-1
json subscriptions pull worker --limit=1
holds 'len(j) == 1 and j[0]["message"]["data"] == "Zmlyc3Q=" and j[0]["message"]["orderingKey"] == "customer-1"'
holds 'j[0]["message"]["attributes"] == {"kind": "order", "size": "2"} and j[0]["deliveryAttempt"] == 1'
ack_id=$(python3 -c 'import json,sys; print(json.load(open(sys.argv[1]))[0]["ackId"])' "$work/last-output")
json subscriptions pull worker --limit=5
holds 'j == []'
ok 'the filter is applied, and a key goes on only after its acknowledgement'
run ps subscriptions modify-message-ack-deadline worker --ack-ids="$ack_id" --ack-deadline=60
run ps subscriptions ack worker --ack-ids="$ack_id"
json subscriptions pull worker --limit=5 --auto-ack
holds '[m["message"]["data"] for m in j] == ["c2Vjb25k"]'
json subscriptions pull worker --limit=5
holds 'j == []'
ok 'publish with attributes and key, pull, ack, modify-message-ack-deadline, pull --auto-ack'

# ---- dead letter, by the local cloud's clock
run ps subscriptions create mourner --topic=graveyard
run ps topics publish orders --message='poison' --attribute=kind=order
for attempt in 1 2 3 4 5; do
  json subscriptions pull worker
  holds "j[0]['deliveryAttempt'] == $attempt"
  run control POST clock '{"advance": "PT31S"}'
done
await 'dead letter' pulled mourner --auto-ack
cp "$work/pulled" "$work/last-output"
holds 'j[0]["message"]["attributes"]["CloudPubSubDeadLetterSourceDeliveryCount"] == "5"'
holds 'j[0]["message"]["attributes"]["CloudPubSubDeadLetterSourceSubscription"] == "worker"'
ok 'five deliveries are counted, then the message is a dead letter'

# ---- seek and snapshots
run ps subscriptions create audit --topic=orders
run ps topics publish orders --message='open'
run ps snapshots create before --subscription=audit --labels=team=blue
json snapshots list
holds 'j[0]["topic"] == "projects/demo/topics/orders"'
run ps snapshots describe before
run ps subscriptions pull audit --auto-ack
json subscriptions pull audit
holds 'j == []'
run ps subscriptions seek audit --snapshot=before
json subscriptions pull audit
holds '[m["message"]["data"] for m in j] == ["b3Blbg=="]'
run ps subscriptions seek audit --time=2100-01-01T00:00:00Z
json subscriptions pull audit
holds 'j == []'
run ps snapshots delete before
ok 'snapshots create, list, describe, delete; seek to a snapshot and to a time'

# ---- policies
member=serviceAccount:job@demo.iam.gserviceaccount.com
run ps topics add-iam-policy-binding orders --member="$member" --role=roles/pubsub.publisher
json topics get-iam-policy orders
holds "j['bindings'] == [{'members': ['$member'], 'role': 'roles/pubsub.publisher'}]"
run ps topics remove-iam-policy-binding orders --member="$member" --role=roles/pubsub.publisher
json topics get-iam-policy orders
holds '"bindings" not in j'
run ps subscriptions add-iam-policy-binding worker --member="$member" --role=roles/pubsub.subscriber
json subscriptions get-iam-policy worker
holds 'j["bindings"][0]["role"] == "roles/pubsub.subscriber"'
cp "$work/last-output" "$work/policy.json"
run ps subscriptions set-iam-policy worker "$work/policy.json"
ok 'IAM policies of topics and subscriptions: get, set, add and remove a binding'

# ---- push
mkdir "$work/push"
python3 "$home/src/test/clients/push-receiver.py" "$work/push" &
receiver=$!
await 'push endpoint' test -e "$work/push/address"
address=$(cat "$work/push/address")
account=pusher@demo.iam.gserviceaccount.com
run ps subscriptions create pushed --topic=orders --push-endpoint="$address" --push-auth-service-account="$account" \
  --push-auth-token-audience=the-service
json subscriptions describe pushed
holds "j['pushConfig']['oidcToken'] == {'serviceAccountEmail': '$account', 'audience': 'the-service'}"
run ps topics publish orders --message='to you'
await 'push' grep -q dG8geW91 "$work/push/requests"
grep -q '"authorization": "Bearer ey' "$work/push/requests" || fail "no token: $(cat "$work/push/requests")"
ok 'push with a token'
expect_error 'not supported for this subscription type' ps subscriptions pull pushed
: >"$work/push/requests"
run ps subscriptions modify-push-config pushed --push-endpoint="$address/raw" --push-no-wrapper \
  --push-no-wrapper-write-metadata
run ps topics publish orders --message='raw' --attribute=kind=greeting
await 'unwrapped push' grep -q '"body": "raw"' "$work/push/requests"
grep -q '"kind": "greeting"' "$work/push/requests" || fail "no attribute as header: $(cat "$work/push/requests")"
run ps subscriptions modify-push-config pushed --push-endpoint=
run ps topics publish orders --message='pull me'
json subscriptions pull pushed --auto-ack --limit=5
holds '[m["message"]["data"] for m in j] == ["cHVsbCBtZQ=="]'
ok 'modify-push-config: unwrapped with metadata, and back to pull'

# ---- wrong input
expect_error 'Invalid resource name given' ps topics create ab
expect_error 'does not begin with goog' ps topics create goog-things
expect_error 'Resource already exists in the project (resource=orders)' ps topics create orders
expect_error 'Resource not found (resource=none)' ps topics describe none
expect_error 'Resource not found (resource=none)' ps topics publish none --message=x
expect_error 'Resource not found (resource=none)' ps subscriptions create new-one --topic=none
expect_error 'could not be parsed at character 18' ps subscriptions create new-one --topic=orders \
  --message-filter='attributes.kind == "a"'
expect_error 'Resource not found (resource=none)' ps subscriptions create new-one --topic=orders --dead-letter-topic=none
expect_error 'It must be an http or https URL' ps subscriptions create new-one --topic=orders --push-endpoint=nonsense
expect_error 'invalid ack ID' ps subscriptions ack worker --ack-ids=nonsense
expect_error 'Resource not found (resource=none)' ps subscriptions pull none
expect_error 'There is no method at GET' ps schemas list
ok 'wrong input is refused in words that help'

# ---- the end of things
run ps topics detach-subscription audit
json subscriptions describe audit
holds 'j["detached"]'
run ps topics delete orders
json subscriptions describe worker
holds 'j["topic"] == "_deleted-topic_"'
run ps subscriptions delete worker audit pushed mourner
json subscriptions list
holds 'j == []'
ok 'detach, delete; the subscription of a deleted topic says so'

# ---- kill -9
run ps topics create lasting
run ps subscriptions create keeper --topic=lasting
for i in 1 2 3; do
  run ps topics publish lasting --message="m$i"
done
cloud_kill9
cloud_start --project demo
json subscriptions pull keeper --limit=10 --auto-ack
holds 'sorted(m["message"]["data"] for m in j) == ["bTE=", "bTI=", "bTM="]'
ok 'every acknowledged publish is there after kill -9'
