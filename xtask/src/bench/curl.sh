# The requests of `certc probe`, one after the other: curl.sh FOLDER-OF-READERS NAME=CLIENT…
set -e
pki=$1
shift
for it; do
    name=${it%%=*}
    curl -sS --fail --noproxy '*' --resolve keycloak:18443:127.0.0.1 --cacert "$pki/$name/truststore.pem" \
        --cert "$pki/$name/chain.pem" --key "$pki/$name/private-key.pem" \
        -d grant_type=client_credentials -d "client_id=${it#*=}" \
        https://keycloak:18443/auth/realms/camunda-platform/protocol/openid-connect/token
done
