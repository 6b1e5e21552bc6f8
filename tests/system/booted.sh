# Boots systemd on a layer over this computer's files, with networks and processes of its own, and has its service tried there (tries.sh).
# booted.sh FOLDER CGROUP; run by unshare. The packages are in FOLDER/packages. What was found goes to FOLDER/said.
set -eu
aside=$1 cgroup=$2 here=$(cd "$(dirname "$0")" && pwd)
mount --make-rprivate /
mkdir "$aside/layer"
mount -t tmpfs tmpfs "$aside/layer"
cd "$aside/layer"
mkdir upper work root
mount -t overlay overlay -o "lowerdir=/,upperdir=upper,workdir=work" root
cp "$here/tries.sh" "$here/away.py" root/
touch "$aside/said" root/said
mount --bind "$aside/said" root/said
mkdir root/packages
mount --bind "$aside/packages" root/packages
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
rm -f usr/sbin/policy-rc.d # by which images of containers keep packages from starting and stopping anything

# Nothing of this computer's services: these units alone, and the package's.
mkdir units old
for each in sysinit shutdown sockets timers paths slices network-online time-sync multi-user umount final basic try; do
    printf '[Unit]\nDescription=%s\nDefaultDependencies=no\n' "$each" >"units/$each.target"
done
ln -s /lib/systemd/system/trunkline.service units/
pivot_root . old
umount --lazy old

sh tries.sh &
exec env -i container=test PATH=/usr/sbin:/usr/bin:/sbin:/bin SYSTEMD_UNIT_PATH=/units:/etc/systemd/system \
    /lib/systemd/systemd --system --unit=try.target --log-target=null
