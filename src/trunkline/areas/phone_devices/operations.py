"""The operations on devices, in the order of the contract."""

from trunkline.api.context import Context
from trunkline.api.operation import operation
from trunkline.areas.phone_devices import render, rules
from trunkline.extensions import device_lists, device_orders, devices
from trunkline.problems import refuse
from trunkline.store.tables import Device, Site
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
    ctx.leave_room(ctx.rows.number(Device))
    device = rules.create(ctx.rows, ctx.installation.seal, body)
    return {"display_name": device.display_name, "id": device.id}


@operation("sync_desk_phones")
def sync_desk_phones(ctx: Context, body: wire.SyncDeskPhonesBody) -> None:
    device_orders.sync(ctx.rows, rules.scope(ctx.rows, body), ctx.now)


@operation("get_device")
def get_device(ctx: Context, device_id: str) -> wire.GetDeviceAnswer:
    device = ctx.rows.get(Device, device_id)
    return render.device(
        device,
        ctx.rows.known(Site, device.site_id),
        devices.assignees(ctx.rows, [device.id])[device.id],
        devices.online(ctx.rows, [device.id], ctx.now).get(device.id),
        render.sip_accounts(device, devices.lines(ctx.rows, device), ctx.rows.account().sip_domain, ctx.installation),
    )


@operation("delete_device")
def delete_device(ctx: Context, device_id: str) -> None:
    device = ctx.rows.edit(Device, device_id)
    if devices.assignees(ctx.rows, [device.id])[device.id]:
        refuse("device_assigned")
    ctx.rows.delete(device)


@operation("update_device")
def update_device(ctx: Context, device_id: str, body: wire.UpdateDeviceBody) -> None:
    rules.update(ctx.rows, ctx.installation.seal, ctx.rows.edit(Device, device_id), body)


@operation("assign_device_entity")
def assign_device_entity(ctx: Context, device_id: str, body: wire.AssignDeviceEntityBody) -> None:
    device = ctx.rows.edit(Device, device_id)
    wanted = devices.assignable(ctx.rows, body["assignee_extension_ids"])
    devices.assign(ctx.rows, ctx.installation.seal, device, wanted, "assignee_extension_ids")


@operation("unassign_device_entity")
def unassign_device_entity(ctx: Context, device_id: str, extension_id: str) -> None:
    """The line goes, and with it its credentials and its registrations."""
    devices.unassign(ctx.rows, ctx.rows.edit(Device, device_id), extension_id)


@operation("update_device_provision_template")
def update_device_provision_template(
    ctx: Context, device_id: str, body: wire.UpdateDeviceProvisionTemplateBody
) -> None:
    """There are no templates yet, so that a device can only be left without one."""
    ctx.rows.edit(Device, device_id)
    if template := body.get("provision_template_id"):
        refuse("template_unknown", id=template)


@operation("reboot_device")
def reboot_device(ctx: Context, device_id: str) -> None:
    device_orders.reboot(ctx.rows, ctx.rows.get(Device, device_id), ctx.now)


@operation("list_smartphones")
def list_smartphones(ctx: Context, query: wire.ListSmartphonesQuery) -> wire.ListSmartphonesAnswer:
    found, page = ctx.page(device_lists.smartphones(query, ctx.now), (Device.id,))
    ids = [device.id for device in found]
    assignees, apps = devices.assignees(ctx.rows, ids), device_lists.apps(ctx.rows, ids, ctx.now)
    shown = [render.smartphone(row, assignees[row.id], apps[row.id]) for row in found if row.id in apps]
    return {"smartphones": shown, **page}
