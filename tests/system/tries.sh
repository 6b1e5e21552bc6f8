# Tries the package and its service under the systemd of booted.sh; a line for each thing that was found. Of the packages in /packages `this`
# is as it is built, `newer` has another version, `broken` a still newer one whose program ends at once, and `damaged` lost its end on the way;
# `as-it-was` is `this`, quickly unpacked.
[ -d /units ] && [ -d /packages ] || exit 1 # nowhere else: it installs packages, and ends all processes
exec >/said 2>/dev/null
show() { echo "$1: $(systemctl show trunkline -p "$2" --value)"; }
enabled() { echo "$1: $(systemctl is-enabled trunkline)"; }
main() { systemctl show trunkline -p MainPID --value; }
start() { timeout 60 systemctl start trunkline; }
ready() {
    for n in $(seq 60); do
        if curl -sf -m 2 http://127.0.0.1:8080/readyz >/dev/null; then echo "$1: ready"; return; fi
        sleep 0.5
    done
    echo "$1: not ready"
}
# As an upgrade is that asks nobody: who has changed the options keeps them.
install() { timeout 60 dpkg --force-depends --force-confold -i "/packages/$1.deb" </dev/null >/dev/null; }
version() { dpkg-query -W -f '${Version} ${db:Status-Status}' trunkline; }
under_calls() {
    before=$(main)
    timeout 90 python3 /away.py >/took & watch=$!
    sleep 0.5
    install "$2" || echo "$1: refused"
    echo "$1: $(version)"
    ready "$1"
    [ "$(main)" != "$before" ] && echo "$1: another process"
    $as person list --data /var/lib/trunkline | grep -q ann@example.com && echo "$1: rows are there"
    wait $watch && echo "$1: away $(cat /took)"
}

for n in $(seq 40); do
    if systemctl list-units >/dev/null; then echo "systemd: boots"; break; fi
    sleep 0.5
done
as="setpriv --reuid trunkline --regid trunkline --clear-groups trunkline"
install this
show installed ActiveState
start
show "nothing made" ExecMainStatus
sleep 5
show "not tried again" NRestarts
cd /
$as init X --address "1 Market Street" --city "San Francisco" --state CA --zip 94105 --data /var/lib/trunkline >/dev/null
$as person add ann@example.com Ann Lee --data /var/lib/trunkline >/dev/null
start
ready started
systemctl reload trunkline && show reloaded ActiveState
kill -STOP "$(main)"
for n in $(seq 80); do
    [ "$(systemctl show trunkline -p NRestarts --value)" = 0 ] || break
    sleep 0.5
done
show "hung, started again" NRestarts
ready "after that"

under_calls "the same again" this
enabled "as before"
systemctl --quiet enable trunkline
echo "# Somebody's own." >>/etc/trunkline/trunkline.env
under_calls newer newer
grep -q own /etc/trunkline/trunkline.env && echo "newer: options stay"
under_calls damaged damaged
under_calls back as-it-was
install broken && echo "broken: $(version)"
sleep 3
show broken ActiveState
install as-it-was && echo "the one before: $(version)"
ready "the one before"
enabled "as before"

timeout 90 systemctl stop trunkline
show stopped Result
systemctl --quiet disable trunkline
install newer
show "newer while stopped" ActiveState
enabled "as before"
systemctl --quiet enable trunkline
start
ready "started again"
dpkg --remove trunkline >/dev/null
show removed ActiveState
[ -e /var/lib/trunkline/state.db ] && [ -e /etc/trunkline/trunkline.env ] && [ ! -e /opt/trunkline ] && echo "removed: rows and options stay"
[ -L /etc/systemd/system/multi-user.target.wants/trunkline.service ] || echo "removed: enabled no more"
dpkg --purge trunkline >/dev/null
[ -e /var/lib/trunkline/state.db ] && [ ! -e /etc/trunkline ] && echo "purged: rows stay"
kill -RTMIN+13 1 # systemd exits
sleep 5
kill -KILL -1
