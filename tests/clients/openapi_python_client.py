"""Calls by the client that openapi-python-client made of the served contract. Called with the folder that it is in, the
API's base and a token; prints what it found as JSON."""

import json
import sys

sys.path.insert(0, sys.argv[1])
from made_client import AuthenticatedClient
from made_client import models as made
from made_client.api.call_handling import update_call_handling_setting
from made_client.api.call_logs import list_account_call_history
from made_client.api.call_queues import create_call_queue, delete_call_queue
from made_client.api.users import get_user, list_users

client = AuthenticatedClient(sys.argv[2], sys.argv[3], raise_on_unexpected_status=True)
users = list_users.sync(client=client, page_size=100).users
history = list_account_call_history.sync(client=client, page_size=100).call_history
hours = made.UpdateCallHandlingSettingCustomHours.from_dict(
    {"sub_setting_type": "custom_hours", "settings": {"type": 1}}
)
changed = update_call_handling_setting.sync_detailed(
    users[0].extension_id, made.UpdateCallHandlingSettingSettingType.BUSINESS_HOURS, client=client, body=hours
)
queue = create_call_queue.sync(
    client=client, body=made.CreateCallQueueBody(name="python-client", site_id=users[0].site.id)
)
gone = delete_call_queue.sync_detailed(queue.id, client=client)
found = {
    "extensions": [user.extension_number for user in users],
    "abroad": [row.international for row in history],
    "changed": changed.status_code,
    "made": queue.name,
    "gone": gone.status_code,
    "refused": get_user.sync("nobody", client=client).code,
}
print(json.dumps(found))
