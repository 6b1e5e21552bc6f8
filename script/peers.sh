# Debian packages that the tests call and store with, and those that `more` names; sourced by script/test and script/soak.
missing=
for package in baresip-core:/usr/bin/baresip sip-tester:/usr/bin/sipp postgresql-15:/usr/lib/postgresql/15/bin/initdb \
    npm:/usr/bin/npm procps:/bin/ps strace:/usr/bin/strace \
    chromium:/usr/bin/chromium chromium-driver:/usr/bin/chromedriver ${more:-}; do
    [ -e "${package#*:}" ] || missing="$missing ${package%%:*}"
done
if [ -n "$missing" ]; then
    echo "test: installing Debian's$missing"
    apt-get update -qq
    case $missing in
    # The tests start a cluster of their own, so Debian's default one is not wanted.
    *postgresql*)
        apt-get install -y -qq --no-install-recommends postgresql-common >/dev/null
        mkdir -p /etc/postgresql-common
        sed -i 's/^#*create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
        ;;
    esac
    # shellcheck disable=SC2086
    apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi
