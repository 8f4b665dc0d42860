# What certc does for specs/camunda-8.7.kdl, done by openssl and keytool: as many keys, certificates and stores.
# Its arguments say which key, for `openssl genpkey`. keytool makes each trust store once, the others are copies.
set -eu
export PASSWORD=changeit-changeit
days=397

key() { openssl genpkey "$@" -out private-key.pem 2>/dev/null; }

request() { openssl req -new -key private-key.pem -subj "/C=DE/ST=BE/L=Berlin/O=Camunda/CN=$1" -out request.pem; }

sign() {
    openssl x509 -req -in request.pem -CA "$1/certificate.pem" -CAkey "$1/private-key.pem" -CAcreateserial -sha256 \
        -days "$days" -extfile "$2" -out certificate.pem 2>/dev/null
}

trust() {
    keytool -importcert -noprompt -alias root -file root/certificate.pem -storetype "$1" -keystore "$2" \
        -storepass:env PASSWORD 2>/dev/null
}

printf '%s\n' 'basicConstraints=critical,CA:true' 'keyUsage=critical,keyCertSign,cRLSign' \
    'subjectKeyIdentifier=hash' 'authorityKeyIdentifier=keyid' > authority.cnf
printf '%s\n' 'basicConstraints=critical,CA:false' 'keyUsage=critical,digitalSignature' \
    'extendedKeyUsage=clientAuth,serverAuth' 'subjectAltName=DNS:localhost' \
    'subjectKeyIdentifier=hash' 'authorityKeyIdentifier=keyid' > leaf.cnf

for authority in root intermediate; do
    mkdir "$authority"
    cd "$authority"
    key "$@"
    request "$authority"
    if [ "$authority" = root ]; then
        openssl x509 -req -in request.pem -signkey private-key.pem -sha256 -days 3650 -extfile ../authority.cnf \
            -out certificate.pem 2>/dev/null
    else
        sign ../root ../authority.cnf
    fi
    cd ..
done
trust PKCS12 truststore.p12
trust JKS truststore.jks
for leaf in keycloak identity zeebe operate tasklist optimize connectors payments-worker; do
    mkdir "$leaf"
    cd "$leaf"
    key "$@"
    request "$leaf"
    sign ../intermediate ../leaf.cnf
    cat certificate.pem ../intermediate/certificate.pem > chain.pem
    cat ../intermediate/certificate.pem ../root/certificate.pem > above.pem
    openssl pkcs12 -export -name "$leaf" -inkey private-key.pem -in certificate.pem -certfile above.pem \
        -passout env:PASSWORD -out keystore.p12
    cp ../truststore.p12 ../truststore.jks .
    cp ../root/certificate.pem truststore.pem
    cd ..
done
