# The one version of uv that this repository is set up with, to the letter; sourced by scripts, which then call "$uv".
uv_version=0.13.9
if [ "$(uv --version 2>/dev/null | cut -d' ' -f2)" = "$uv_version" ]; then
    uv=uv
else
    uv=.uv/bin/uv
    if [ "$("$uv" --version 2>/dev/null | cut -d' ' -f2)" != "$uv_version" ]; then
        echo "setup: installing uv $uv_version into .uv"
        if ! python3 -c 'import ensurepip' 2>/dev/null; then
            echo "setup: installing Debian's python3-venv"
            apt-get update -qq
            apt-get install -y -qq --no-install-recommends python3-venv >/dev/null
        fi
        python3 -m venv .uv
        .uv/bin/pip install --quiet --require-hashes --only-binary :all: -r script/uv.txt
    fi
fi
