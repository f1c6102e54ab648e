#!/usr/bin/env bash
# Builds .build/thoraxd_VERSION_ARCHITECTURE.deb: the programs with the Swift runtime inside, the demonstration model,
# the unit and the configuration. Dependencies on linked libraries are read from the programs; libraries loaded at run
# time are listed in packaging/control.
set -euo pipefail
cd "$(dirname "$0")/.."

swift=${SWIFT:-swift}
scratch=.build/deb
root=$scratch/tree
products=(thoraxd thoraxctl thorax-model)

for product in "${products[@]}"; do
    "$swift" build --configuration release --static-swift-stdlib --scratch-path "$scratch/build" --product "$product"
done
bin=$("$swift" build --configuration release --static-swift-stdlib --scratch-path "$scratch/build" --show-bin-path)
version=$("$bin/thoraxd" --version)
architecture=$(dpkg --print-architecture)
maintainer=${DEB_MAINTAINER:-thoraxd project <root@localhost>}
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH

umask 022
rm -rf "$root"
put() { install -D --mode="$1" "$2" "$root/$3"; }
document=usr/share/doc/thoraxd
for product in "${products[@]}"; do
    put 755 "$bin/$product" "usr/bin/$product"
    strip --strip-unneeded --remove-section=.comment --remove-section=.note "$root/usr/bin/$product"
done
for file in samples/model/*; do put 644 "$file" "usr/share/thoraxd/model/$(basename "$file")"; done
put 644 etc/thoraxd.yaml etc/thoraxd/thoraxd.yaml
put 644 systemd/thoraxd.service lib/systemd/system/thoraxd.service
put 644 systemd/thoraxd.sysusers usr/lib/sysusers.d/thoraxd.conf
put 644 systemd/thoraxd.tmpfiles usr/lib/tmpfiles.d/thoraxd.conf
put 644 systemd/port-104.conf "$document/examples/port-104.conf"
put 644 etc/alerts.yaml "$document/examples/alerts.yaml"
put 644 etc/grafana-dashboard.json "$document/examples/grafana-dashboard.json"
put 644 packaging/copyright "$document/copyright"
# In the folders of the repository, so that their links hold.
for page in README.md SECURITY.md docs/*.md docs/*.svg docs/*.jpg docs/manual/*.md docs/decisions/*.md; do
    put 644 "$page" "$document/$page"
done
put 644 packaging/lintian-overrides usr/share/lintian/overrides/thoraxd

for product in "${products[@]}"; do
    for shell in bash zsh; do "$bin/$product" --generate-completion-script "$shell" > "$scratch/$shell"; done
    put 644 "$scratch/bash" "usr/share/bash-completion/completions/$product"
    put 644 "$scratch/zsh" "usr/share/zsh/vendor-completions/_$product"
    "$bin/$product" --experimental-dump-help | scripts/man.py > "$scratch/$product.1"
    put 644 "$scratch/$product.1" "usr/share/man/man1/$product.1"
done

"$bin/thoraxd" configuration --manual > "$scratch/thoraxd.yaml.5"
put 644 "$scratch/thoraxd.yaml.5" usr/share/man/man5/thoraxd.yaml.5

changelog=$root/$document/changelog
cat > "$changelog" <<TEXT
thoraxd ($version) stable; urgency=medium

  * Version $version; see README.md.

 -- $maintainer  $(date --utc --rfc-email --date="@$SOURCE_DATE_EPOCH")
TEXT
gzip --best --no-name "$changelog"
gzip --best --no-name "$root"/usr/share/man/man1/*.1 "$root"/usr/share/man/man5/*.5

mkdir -p "$root/DEBIAN" "$scratch/debian"
printf 'Source: thoraxd\n\nPackage: thoraxd\nArchitecture: any\n' > "$scratch/debian/control"
libraries=$(cd "$scratch" && dpkg-shlibdeps --warnings=1 -O "${products[@]/#/tree/usr/bin/}" | sed -n 's/^shlibs:Depends=//p')
sed -e "s|@VERSION@|$version|; s|@ARCHITECTURE@|$architecture|; s|@MAINTAINER@|$maintainer|" \
    -e "s|@LIBRARIES@|$libraries|; s|@SIZE@|$(du --summarize --apparent-size "$root" | cut -f 1)|" \
    packaging/control > "$root/DEBIAN/control"
echo /etc/thoraxd/thoraxd.yaml > "$root/DEBIAN/conffiles"
for script in postinst prerm postrm; do install --mode=755 "packaging/$script" "$root/DEBIAN/$script"; done
(cd "$root" && find . -path ./DEBIAN -prune -o -type f -printf '%P\0' | sort --zero-terminated \
    | xargs --null md5sum > DEBIAN/md5sums)

package=.build/thoraxd_${version}_$architecture.deb
# The package gets its final name only when it is complete.
dpkg-deb --root-owner-group -Zxz --build "$root" "$scratch/package.deb"
mv "$scratch/package.deb" "$package"
echo "$package"
