usage() {
    cat <<'END'
usage: sh update-clients.sh [--dry-run | --help]

Lets the clients of a realm that is there log in by certificate, and makes those that are missing. Of a client that
is there it changes the authenticator and its attributes and adds missing audiences; nothing else, and nothing twice.

  --dry-run                 says what it would do

Exit status: 0 done, 1 stopped, 2 usage, 3 done, and some clients need something else first.

  KCADM                     kcadm.sh, of the server's own version; without it the one on the PATH
  KEYCLOAK_URL              where Keycloak is, with its path
  KEYCLOAK_ADMIN_USERNAME   who may change the realm; without it `admin`
  KEYCLOAK_ADMIN_PASSWORD   without it you are asked
  KEYCLOAK_ADMIN_REALM      the realm of that user; without it `master`
END
}

newline='
'
session=''
hidden=''
done_so_far=''
under_way=''
name=''
waiting=0
created=0
changed=0
unchanged=0

say() { printf '%s\n' "$*"; }

# What stops the script: a sentence, and what kcadm.sh said last.
stop() {
    why=''
    if [ -n "$session" ] && [ -f "$session/said" ]; then
        while IFS= read -r line || [ -n "$line" ]; do
            case $line in '' | 'Try '* | 'Logging into '* | 'Enter password: '*) ;; *) why=": $line" ;; esac
        done <"$session/said"
    fi
    say "certc: $*$why" >&2
    exit 1
}

# Whatever ends the script: no session stays, and what was done is said.
finish() {
    status=$?
    trap '' HUP INT TERM
    [ -z "$hidden" ] || stty echo
    [ -z "$session" ] || rm -rf "$session"
    case $status in
    0 | 3) ;;
    *)
        none=${under_way:-nothing was changed}
        say "stopped; ${done_so_far:-$none}" >&2
        [ -z "$done_so_far" ] || [ -z "$under_way" ] || say "  $under_way" >&2
        ;;
    esac
    exit "$status"
}

# A step that was done, or would be.
did() {
    touched=yes
    under_way=''
    if [ -n "$dry_run" ]; then
        say "$name: would be $*"
    else
        say "$name: $*"
        done_so_far="${done_so_far:-done before:}$newline  $name: $*"
    fi
}

kcadm() { "$KCADM" "$@" --config "$session/kcadm.config" 2>"$session/said"; }

# A call that changes something: until it has answered, nobody knows whether it has.
change() {
    [ -z "$dry_run" ] || return 0
    under_way="$name: the last step may be done or not; run this again"
    kcadm "$@" >"$session/answer" </dev/null
}

# What is not for this script to change, and without which nobody logs in.
wait_for() {
    say "$name: $*"
    waits=yes
}

read_password() {
    [ -z "${KEYCLOAK_ADMIN_PASSWORD:-}" ] || return 0
    printf 'password of %s at %s: ' "$user" "$url" >&2
    [ ! -t 0 ] || hidden=yes
    [ -z "$hidden" ] || stty -echo
    IFS= read -r KEYCLOAK_ADMIN_PASSWORD || true
    [ -z "$hidden" ] || stty echo
    hidden=''
    say >&2
    [ -n "${KEYCLOAK_ADMIN_PASSWORD:-}" ] || stop 'no password was given'
}

# Lets kcadm.sh trust the server's root. The store holds public certificates: its password protects nothing.
trust() {
    java=${JAVA:-${JAVA_HOME:+$JAVA_HOME/bin/java}}
    case $java in */*) keytool=${java%/*}/keytool ;; *) keytool=keytool ;; esac
    certificate=0
    while IFS= read -r line; do
        case $line in *BEGIN*) certificate=$((certificate + 1)) ;; esac
        say "$line" >>"$session/$certificate.pem"
    done <trust.pem
    while [ "$certificate" -gt 0 ]; do
        "$keytool" -importcert -noprompt -alias "$certificate" -file "$session/$certificate.pem" \
            -keystore "$session/trust.p12" -storetype PKCS12 -storepass changeit >"$session/said" 2>&1 ||
            stop "$keytool cannot read trust.pem"
        certificate=$((certificate - 1))
    done
    kcadm config truststore --trustpass changeit "$session/trust.p12" || stop "$KCADM takes no trust store"
}

# Versions before 25 read the password as a line, later ones take the variable; `printf` is no process with arguments.
log_in() {
    say "$KEYCLOAK_ADMIN_PASSWORD" | (
        export KC_CLI_PASSWORD="$KEYCLOAK_ADMIN_PASSWORD"
        kcadm config credentials --server "$url" --realm "${KEYCLOAK_ADMIN_REALM:-master}" --user "$user"
    ) >"$session/answer" ||
        stop "cannot log in at $url as $user; is Keycloak there, with this path, and is the password right"
}

# One line of JSON, `"name" : "value",` of kcadm.sh, as certc writes it and without its comma.
plain() {
    line=${line%,}
    case $line in
    *'" : '*)
        label=${line%%'" : '*}
        line="$label\": ${line#*'" : '}"
        ;;
    esac
}

# All clients: of each the lines in a file of its own, numbered as its line in `ids`.
read_clients() {
    kcadm get clients -r "$realm" --fields 'id,clientId,description,enabled,publicClient,serviceAccountsEnabled,authorizationServicesEnabled,clientAuthenticatorType,attributes(*),protocolMappers(name)' >"$session/answer" ||
        stop "cannot read the clients of the realm $realm at $url; Identity makes the realm at its first start"
    number=0
    : >"$session/ids"
    while IFS= read -r line || [ -n "$line" ]; do
        case $line in
        '[ {' | '}, {')
            number=$((number + 1))
            exec 3>"$session/client-$number"
            continue
            ;;
        esac
        [ "$number" != 0 ] || continue
        plain
        say "$line" >&3
        case $line in '  "clientId": '*) say "$line" >>"$session/ids" ;; esac
    done <"$session/answer"
    [ "$number" != 0 ] || stop "$url does not answer as Keycloak does, or $KCADM is of another version than the server"
}

# The lines of the client that has this one, into `found`; none where the realm does not have it.
find_client() {
    found=''
    number=0
    while IFS= read -r line; do
        number=$((number + 1))
        [ "$line" != "$1" ] || break
    done <"$session/ids"
    [ "$line" = "$1" ] || return 0
    found=$newline
    while IFS= read -r line; do
        found=$found$line$newline
    done <"$session/client-$number"
}

has() { case $found in *"$newline$1$newline"*) ;; *) return 1 ;; esac }

# The internal id of the client that was found.
id_of_found() {
    id=${found#*"$newline  \"id\": \""}
    id=${id%%\"*}
}

# The first line of a file that begins with this.
line_of() {
    while IFS= read -r line; do
        case $line in "$2"*) break ;; esac
    done <"$1"
    line=${line%,}
}

client() {
    settle
    name=$1
    is_own=''
    is_new=''
    touched=''
    waits=''
    line_of "clients/$name/create.json" '  "clientId": '
    find_client "$line"
    if [ -z "$found" ]; then
        create
    else
        id_of_found
        ! has '  "description": "made by certc"' || is_own=yes
        update
    fi
}

create() {
    change create clients -r "$realm" -f "clients/$name/create.json" -i || stop "cannot make the client of $name"
    is_own=yes
    id=''
    [ -n "$dry_run" ] || IFS= read -r id <"$session/answer" || [ -n "$id" ] || stop "$KCADM did not say the id of $name"
    is_new=yes
    did created
}

update() {
    differs=''
    while IFS= read -r line; do
        case $line in *'": "'*) ;; *) continue ;; esac
        line=${line%,}
        has "$line" && continue
        line=${line%%'": "'*}
        differs="$differs, ${line#*\"}"
    done <"clients/$name/login.json"
    [ -z "$differs" ] || log_in_by_certificate
    for audience in "clients/$name"/audience-*.json; do
        [ ! -f "$audience" ] || give_audience
    done
    line_of "clients/$name/create.json" '  "serviceAccountsEnabled": '
    [ "$line" != '  "serviceAccountsEnabled": true' ] || has "$line" ||
        wait_for 'its service account is off in Keycloak, so it gets no tokens of its own; turn it on there'
    has '  "enabled": true' || wait_for 'it is switched off in Keycloak; switch it on there'
    has '  "publicClient": false' ||
        wait_for 'it is a public client, which proves nothing; turn on its authentication in Keycloak'
}

# An update without these two takes the service account and the authorization services away.
log_in_by_certificate() {
    accounts=false
    ! has '  "serviceAccountsEnabled": true' || accounts=true
    set -- -s "serviceAccountsEnabled=$accounts"
    ! has '  "authorizationServicesEnabled": true' || set -- "$@" -s authorizationServicesEnabled=true
    change update "clients/$id" -r "$realm" -f "clients/$name/login.json" "$@" ||
        stop "cannot change the client of $name"
    did "changed: ${differs#, }"
}

# By the name of its mapper.
give_audience() {
    line_of "$audience" '  "name": '
    ! has "  $line" || return 0
    label=${line#*'": '}
    change create "clients/$id/protocol-mappers/models" -r "$realm" -f "$audience" ||
        stop "cannot give $name the mapper $label"
    did "given the mapper: $label"
}

# What the service account of a client that certc made may do: the role $2 of the client $1.
role() {
    [ -n "$is_own" ] || return 0
    find_client "  \"clientId\": $1"
    if [ -z "$found" ]; then
        wait_for "the role $2 waits for the client $1, which Identity makes; run this again then"
        return
    fi
    own=$id
    id_of_found
    server=$id
    id=$own
    if [ -n "$own" ]; then
        roles "clients/$own/service-account-user" id
        line=${answer#*'"id": "'}
        account=${line%%\"*}
        roles "users/$account/role-mappings/clients/$server" name
        case $answer in *"\"name\": \"$2\""*) return ;; esac
        roles "users/$account/role-mappings/clients/$server/available" name
        case $answer in
        *"\"name\": \"$2\""*) ;;
        *)
            wait_for "the client $1 has no role $2"
            return
            ;;
        esac
        change add-roles -r "$realm" --uid "$account" --cid "$server" --rolename "$2" ||
            stop "cannot grant $name the role $2 of $1"
    fi
    did "granted $2 of $1"
}

# What kcadm.sh says of something, into `answer`.
roles() {
    kcadm get "$1" -r "$realm" --fields "$2" >"$session/answer" || stop "cannot read the roles of $name"
    answer=''
    while IFS= read -r line || [ -n "$line" ]; do
        plain
        answer=$answer$newline$line
    done <"$session/answer"
}

# Counts the client that is done with.
settle() {
    [ -z "$name" ] || [ -z "$waits" ] || waiting=$((waiting + 1))
    if [ -z "$name" ]; then
        return
    elif [ -n "$is_new" ]; then
        created=$((created + 1))
    elif [ -n "$touched" ]; then
        changed=$((changed + 1))
    elif [ -z "$waits" ]; then
        unchanged=$((unchanged + 1))
        say "$name: as it should be"
    fi
}

conclude() {
    settle
    say "${dry_run:+dry run, nothing was done: }$created created, $changed changed, $unchanged as they should be"
    [ "$changed" = 0 ] || say 'a changed client keeps its secret, which Keycloak does not ask for any more'
    [ "$waiting" != 0 ] || return 0
    say "$waiting need something else first, as said above"
    exit 3
}

dry_run=''
case $#${1:-} in
0) ;;
1--dry-run) dry_run=yes ;;
1--help)
    usage
    exit 0
    ;;
*)
    say 'certc: this takes nothing but --dry-run or --help; a password is never an argument' >&2
    exit 2
    ;;
esac

umask 077
trap finish EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
KCADM=${KCADM:-kcadm.sh}
case $KCADM in /*) ;; */*) KCADM=$PWD/$KCADM ;; esac
url=${KEYCLOAK_URL:-$url}
user=${KEYCLOAK_ADMIN_USERNAME:-admin}
CDPATH='' cd -- "$(dirname -- "$0")"
command -v "$KCADM" >/dev/null || stop "there is no $KCADM; say in KCADM where Keycloak's bin/kcadm.sh is"
session=$(mktemp -d)
read_password
[ ! -f trust.pem ] || trust
log_in
read_clients
