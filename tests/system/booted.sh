# Boots systemd on a layer over this computer's files, with networks and processes of its own, installs the package there, and tries its service.
# booted.sh FOLDER PACKAGE CGROUP; run by unshare. What it found goes to FOLDER/said.
set -eu
aside=$1 package=$2 cgroup=$3
mount --make-rprivate /
mkdir "$aside/layer"
mount -t tmpfs tmpfs "$aside/layer"
cd "$aside/layer"
mkdir upper work root
mount -t overlay overlay -o "lowerdir=/,upperdir=upper,workdir=work" root
touch "$aside/said" root/said
mount --bind "$aside/said" root/said
cp "$package" root/trunkline.deb
cd root
mount -t proc proc proc
mount --rbind /dev dev
mount -t sysfs -o ro sysfs sys
mount -t tmpfs tmpfs run
mount -t tmpfs tmpfs tmp
if [ "$cgroup" = v2 ]; then
    mount -t cgroup2 cgroup2 sys/fs/cgroup
else
    mount -t tmpfs tmpfs sys/fs/cgroup
    mkdir sys/fs/cgroup/systemd
    mount -t cgroup -o none,name=systemd cgroup sys/fs/cgroup/systemd
fi
ip link set lo up

# Nothing of this computer's services: these units alone, and the package's.
mkdir units old
for each in sysinit shutdown sockets timers paths slices network-online time-sync multi-user umount final basic try; do
    printf '[Unit]\nDescription=%s\nDefaultDependencies=no\n' "$each" >"units/$each.target"
done
ln -s /lib/systemd/system/trunkline.service units/
pivot_root . old
umount --lazy old

cat >tries <<'END'
exec >/said 2>/dev/null
show() { echo "$1: $(systemctl show trunkline -p "$2" --value)"; }
ready() {
    for n in $(seq 120); do
        if curl -sf http://127.0.0.1:8080/readyz >/dev/null; then echo "$1: ready"; return; fi
        sleep 0.5
    done
}
for n in $(seq 40); do
    if systemctl list-units >/dev/null; then echo "systemd: boots"; break; fi
    sleep 0.5
done
as="setpriv --reuid trunkline --regid trunkline --clear-groups trunkline"
dpkg --force-depends -i /trunkline.deb >/dev/null
show installed ActiveState
timeout 60 systemctl start trunkline
show "nothing made" ExecMainStatus
sleep 5
show "not tried again" NRestarts
cd /
$as init X --address "1 Market Street" --city "San Francisco" --state CA --zip 94105 --data /var/lib/trunkline >/dev/null
timeout 60 systemctl start trunkline
ready started
systemctl reload trunkline && show reloaded ActiveState
kill -STOP "$(systemctl show trunkline -p MainPID --value)"
sleep 40
show "hung, started again" NRestarts
ready "after that"
timeout 90 systemctl stop trunkline
show stopped Result
dpkg --purge trunkline >/dev/null
[ -e /var/lib/trunkline/state.db ] && [ ! -e /opt/trunkline ] && echo "purged: rows stay"
kill -RTMIN+13 1 # systemd exits
sleep 5
kill -KILL -1
END
sh tries &
exec env -i container=test PATH=/usr/sbin:/usr/bin:/sbin:/bin SYSTEMD_UNIT_PATH=/units:/etc/systemd/system \
    /lib/systemd/systemd --system --unit=try.target --log-target=null
