#!/usr/bin/env bash
# What action.yml runs: fetches the released command for the runner, compares its
# SHA-256 with the release's, and runs check. It runs with the bash 3.2 of macOS and
# with that of Git for Windows.
#
# USERPOOLCLIENT_RELEASES is where the releases are, for a mirror: it has
# download/VERSION/FILE, and latest/download/SHA256SUMS.
set -euo pipefail

releases=${USERPOOLCLIENT_RELEASES:-https://github.com/userpoolclient/userpoolclient/releases}

# escaped is a text as a workflow command takes it.
escaped() {
	local text=${1//'%'/%25}
	text=${text//$'\r'/%0D}
	printf '%s' "${text//$'\n'/%0A}"
}

fail() {
	printf '::error title=userpoolclient::%s\n' "$(escaped "$1")"
	exit 3
}

# fetch URL FILE
fetch() {
	local secure=()
	case $1 in https:*) secure=(--proto '=https' --proto-redir '=https') ;; esac
	curl --fail --silent --show-error --location --retry 3 ${secure[@]+"${secure[@]}"} --output "$2" -- "$1" ||
		fail "$1 cannot be fetched"
}

sum() {
	if command -v sha256sum >/dev/null; then
		sha256sum <"$1"
	else
		shasum -a 256 <"$1"
	fi | cut -d ' ' -f 1
}

case ${RUNNER_OS:-} in
Linux) platform=linux archive=tar.gz program=userpoolclient ;;
macOS) platform=darwin archive=tar.gz program=userpoolclient ;;
Windows) platform=windows archive=zip program=userpoolclient.exe ;;
*) fail "there is no release for the operating system \"${RUNNER_OS:-}\"" ;;
esac
case ${RUNNER_ARCH:-} in
X64) platform=${platform}_amd64 ;;
ARM64) platform=${platform}_arm64 ;;
*) fail "there is no release for the processor \"${RUNNER_ARCH:-}\"" ;;
esac

version=${INPUT_VERSION:-}
is_version='^v[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$'
if [ -z "$version" ] && [[ ${ACTION_REF:-} =~ $is_version ]]; then
	version=$ACTION_REF
fi
if [ -n "$version" ] && [[ ! $version =~ $is_version ]]; then
	fail "the input version must be like v1.2.3, not \"$version\""
fi

work=$(mktemp -d "${RUNNER_TEMP:?}/userpoolclient.XXXXXX")
if [ -n "$version" ]; then
	fetch "$releases/download/$version/SHA256SUMS" "$work/SHA256SUMS"
else
	fetch "$releases/latest/download/SHA256SUMS" "$work/SHA256SUMS"
fi

# The name of the archive tells which version is the newest.
wanted='' name='' found=''
while read -r digest file; do
	if [[ $file =~ ^userpoolclient_([0-9A-Za-z.-]+)_${platform}\.${archive}$ ]] &&
		[[ -z $version || $version == "v${BASH_REMATCH[1]}" ]]; then
		wanted=$digest name=$file found=v${BASH_REMATCH[1]}
	fi
done <"$work/SHA256SUMS"
[ -n "$name" ] || fail "the release ${version:-latest} has no archive for $platform"
fetch "$releases/download/$found/$name" "$work/$name"
got=$(sum "$work/$name")
[ "$got" = "$wanted" ] || fail "$name is not what was released: its SHA-256 is $got, and SHA256SUMS says $wanted"

case $archive in
zip) unzip -q "$work/$name" -d "$work" ;;
*) tar -xzf "$work/$name" -C "$work" ;;
esac
folder=$work/${name%".$archive"}
[ -f "$folder/$program" ] || fail "$name has no $program"
if [ -n "${GITHUB_PATH:-}" ]; then
	# Later steps have the command, too. Windows takes no path in the form of its bash.
	if command -v cygpath >/dev/null; then cygpath -w "$folder"; else printf '%s\n' "$folder"; fi >>"$GITHUB_PATH"
fi

arguments=(check "--format=${INPUT_FORMAT:-github}")
if [ -n "${INPUT_FAIL_ON:-}" ]; then arguments+=("--fail-on=$INPUT_FAIL_ON"); fi
while IFS= read -r line || [ -n "$line" ]; do
	line=${line%$'\r'}
	[ -n "$line" ] || continue
	if [[ $line =~ ^(--?[a-z-]+)[[:space:]] ]]; then
		fail "the input args takes one argument a line: write ${BASH_REMATCH[1]}=VALUE, not \"$line\""
	fi
	arguments+=("$line")
done <<<"${INPUT_ARGS:-}"
arguments+=(--)
while IFS= read -r line || [ -n "$line" ]; do
	line=${line%$'\r'}
	if [ -n "$line" ]; then arguments+=("$line"); fi
done <<<"${INPUT_PATH:-.}"

if [ -n "${INPUT_OUTPUT:-}" ]; then
	exec "$folder/$program" "${arguments[@]}" >"$INPUT_OUTPUT"
fi
exec "$folder/$program" "${arguments[@]}"
