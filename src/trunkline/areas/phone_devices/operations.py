"""The operations on devices, in the order of the contract."""

from trunkline.api.context import Context
from trunkline.api.operation import operation
from trunkline.areas.phone_devices import render, rules
from trunkline.extensions import device_lists, devices
from trunkline.problems import refuse
from trunkline.store.tables import Device, DeviceLine, Site
from trunkline.wire import phone_devices as wire


@operation("list_devices")
def list_devices(ctx: Context, query: wire.ListDevicesQuery) -> wire.ListDevicesAnswer:
    found, page = ctx.page(device_lists.devices(query, ctx.now), (Device.id,))
    ids = [device.id for device in found]
    assignees, online = devices.assignees(ctx.rows, ids), devices.online(ctx.rows, ids, ctx.now)
    return {"devices": [render.listed(row, assignees[row.id], online.get(row.id)) for row in found], **page}


@operation("create_device")
def create_device(ctx: Context, body: wire.CreateDeviceBody) -> wire.CreateDeviceAnswer:
    """An assigned device has a line for each of its assignees; its credentials are read from `get_device`."""
    device = rules.create(ctx.rows, ctx.installation.seal, body)
    return {"display_name": device.display_name, "id": device.id}


@operation("get_device")
def get_device(ctx: Context, device_id: str) -> wire.GetDeviceAnswer:
    device = ctx.rows.get(Device, device_id)
    lines = ctx.rows.find(DeviceLine, DeviceLine.device_id == device.id)
    return render.device(
        device,
        ctx.rows.known(Site, device.site_id),
        devices.assignees(ctx.rows, [device.id])[device.id],
        devices.online(ctx.rows, [device.id], ctx.now).get(device.id),
        render.sip_accounts(sorted(lines, key=lambda line: line.id), ctx.rows.account().sip_domain, ctx.installation),
    )


@operation("delete_device")
def delete_device(ctx: Context, device_id: str) -> None:
    device = ctx.rows.edit(Device, device_id)
    if devices.assignees(ctx.rows, [device.id])[device.id]:
        refuse("device_assigned")
    ctx.rows.delete(device)


@operation("assign_device_entity")
def assign_device_entity(ctx: Context, device_id: str, body: wire.AssignDeviceEntityBody) -> None:
    device = ctx.rows.edit(Device, device_id)
    wanted = devices.assignable(ctx.rows, body["assignee_extension_ids"])
    devices.assign(ctx.rows, ctx.installation.seal, device, wanted)


@operation("unassign_device_entity")
def unassign_device_entity(ctx: Context, device_id: str, extension_id: str) -> None:
    """The line goes, and with it its credentials and its registrations."""
    devices.unassign(ctx.rows, ctx.rows.edit(Device, device_id), extension_id)
