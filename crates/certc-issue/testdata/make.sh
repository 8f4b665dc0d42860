#!/bin/sh
# How the files beside this script were made (OpenSSL 3.0); `password` opens the encrypted ones. They guard nothing.
set -eu
openssl genrsa -traditional -out rsa-pkcs1.pem 2048
openssl pkcs8 -topk8 -nocrypt -in rsa-pkcs1.pem -out rsa-pkcs8.pem
openssl ecparam -genkey -name prime256v1 -out ec-sec1-after-parameters.pem
openssl pkcs8 -topk8 -nocrypt -in ec-sec1-after-parameters.pem -out ec-pkcs8.pem
openssl genpkey -algorithm ed25519 -out ed25519-pkcs8.pem
encrypted() { openssl pkcs8 -topk8 -in ec-pkcs8.pem -passout pass:password "$@"; }
encrypted -v2 aes-256-cbc -out encrypted-aes-256.pem
encrypted -v2 des3 -out encrypted-des3.pem
encrypted -scrypt -scrypt_N 1024 -out encrypted-scrypt.pem
encrypted -v2 aes-256-cbc -v2prf hmacWithSHA1 -out encrypted-sha1.pem
encrypted -v1 PBE-SHA1-3DES -out encrypted-pbes1.pem
openssl ec -in ec-pkcs8.pem -aes256 -passout pass:password -out encrypted-old.pem
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:brainpoolP256r1 -out brainpool-pkcs8.pem
certificate() {
    openssl req -x509 -config /dev/null -nodes -days 36500 -subj /CN=company \
        -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign "$@"
}
certificate -keyout /dev/null -newkey rsa:1024 -out rsa-1024.pem
certificate -keyout /dev/null -newkey rsa:2048 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest -out rsa-pss.pem
certificate -keyout /dev/null -newkey rsa:2048 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:max -out rsa-pss-long-salt.pem
certificate -keyout /dev/null -newkey rsa:2048 -sha224 -out sha224.pem
certificate -key brainpool-pkcs8.pem -out brainpool-root.pem
certificate -key ec-pkcs8.pem -subj /CN=issuing -CA brainpool-root.pem -CAkey brainpool-pkcs8.pem -out brainpool-chain.pem
cat brainpool-root.pem >> brainpool-chain.pem
rm brainpool-root.pem
