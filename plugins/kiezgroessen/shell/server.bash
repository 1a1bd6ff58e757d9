# Runs on the server while somebody publishes or rolls back. It holds the lock for as long as the connection lives, and
# does what it is told, one command per line. All that changes which release is online happens here, under the lock.
#
# $1: the folder, which holds releases/ and the link current.
# $2: "work", or "look" for somebody who only wants to know: then there is no lock, and not a file is made or changed.
# Answers: lines of data, each after a tab, then "ok", or "no" and one word for the reason.
# An empty line only says that somebody is still there.
set -uf
export LC_ALL=C
umask 022

say() { printf '%s\n' "$*"; }
data() { while IFS= read -r one; do printf '\t%s\n' "$one"; done; }
releases() { find releases -mindepth 1 -maxdepth 1 -type d -name '[0-9]*' -printf '%f\n' | sort; }

# Whether a folder is the release that its digest and number of files promise.
whole() { # folder digest count
  [ "$(sha256sum < "$1/manifest.sha256" | cut -d ' ' -f 1)" = "$2" ] || { say "no manifest"; return 1; }
  if ! found=$(cd "$1" && sha256sum --check --quiet --strict manifest.sha256 2>&1); then
    printf '%s\n' "$found" | head -n 20 | data
    say "no damaged"
    return 1
  fi
  [ "$(find "$1" ! -type d -printf . | wc -c)" = "$3" ] || { say "no surplus"; return 1; }
}

# The link is made beside the old one and takes its place in one rename: no visitor ever finds nothing.
switch() { # release
  rm -f .current.neu && ln -s "releases/$1" .current.neu && mv -T .current.neu current
}

for tool in rsync sha256sum flock find; do command -v "$tool" > /dev/null || { say "no tools"; exit; }; done
[ -d "$1/releases" ] && bare= || bare=yes
if [ "$2" = look ]; then
  there=$1/releases
  while [ ! -e "$there" ]; do there=$(dirname "$there"); done
  [ -d "$there" ] && [ -w "$there" ] || { say "no folder"; exit; }
else
  mkdir -p "$1/releases" 2> /dev/null || { say "no folder"; exit; }
fi
if [ -e "$1" ]; then
  cd "$1" && [ -w . ] && { [ ! -e releases ] || [ -w releases ]; } || { say "no folder"; exit; }
  [ -L current ] || [ ! -e current ] || { say "no current"; exit; }
fi
if [ "$2" != look ]; then
  exec 9>> .sperre || { say "no folder"; exit; }
  flock -n 9 || { say "no busy"; exit; }
fi
say "kiezgroessen ok"

# Who has not been heard of for two minutes is gone: a silent line must not hold the lock until the server gives it up.
while read -r -t 120 what first second third; do
  case "$2 $what" in
    "look state") [ -z "$bare" ] || { say ok; continue; } ;;
    "work "* | "look " | "look manifest") ;;
    *) say "no command"; continue ;;
  esac
  case "$what" in
    '') ;;
    state)
      releases | sed 's/^/release /' | data
      [ ! -L current ] || readlink current | sed 's/^/current /' | data
      [ ! -e .nicht-vor ] || sed 's/^/limit /' .nicht-vor | data
      say ok ;;
    manifest)
      data < "releases/$first/manifest.sha256" && say ok || say "no manifest" ;;
    begin) # release: makes the folder to fill; what a broken connection left behind is used on
      find releases -mindepth 1 -maxdepth 1 -name '.weg-*' -exec rm -rf {} +
      for left in $(find releases -mindepth 1 -maxdepth 1 -type d -name '.neu-*' | sort); do
        if [ -e "releases/.neu-$first" ]; then rm -rf "$left"; else mv -T "$left" "releases/.neu-$first"; fi
      done
      mkdir -p "releases/.neu-$first" && say ok || say "no folder" ;;
    finish) # release digest count
      if whole "releases/.neu-$first" "$second" "$third"; then
        sync
        mv -T "releases/.neu-$first" "releases/$first" && switch "$first" && say ok || say "no switch"
      fi ;;
    back) # release digest count
      if whole "releases/$first" "$second" "$third"; then
        switch "$first" && say ok || say "no switch"
      fi ;;
    remove) # release: renamed first, so that half of one is never taken for a release
      mv -T "releases/$first" "releases/.weg-$first" && rm -rf "releases/.weg-$first" && say ok || say "no remove" ;;
    limit) # time
      printf '%s\n' "$first" > .nicht-vor.neu && mv -T .nicht-vor.neu .nicht-vor && say ok || say "no folder" ;;
    *) say "no command" ;;
  esac
done
