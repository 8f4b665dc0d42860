//! The work that no PKCS#12 writer can save: a password is stretched anew for every part that it protects.

use std::hint::black_box;
use std::thread;

use pkcs5::pbes2::Parameters;
use pkcs12::kdf::{Pkcs12KeyType, derive_key_utf8};
use sha2::Sha256;

/// As certc's stores have it, and Java's own.
const ROUNDS: u16 = 10_000;
const PASSWORD: &str = "AbCdEfGhIjKlMnOpQrStUvWxYz012345";
/// What is encrypted of a leaf: key and certificates of its key store, certificates of its trust store.
const ENCRYPTED: usize = 3;
/// What has a MAC: each of both stores.
const SEALED: usize = 2;

/// Stretches the passwords of so many leaves' stores on all cores, with the libraries that write the stores.
pub(crate) fn derive(leaves: usize) {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for core in 0..cores {
            let share = (core..leaves).step_by(cores);
            scope.spawn(move || share.for_each(|_| derive_leaf()));
        }
    });
}

fn derive_leaf() {
    for _ in 0..ENCRYPTED {
        let scheme = Parameters::generate_pbkdf2_sha256_aes256cbc(ROUNDS.into(), &[7; 32], [7; 16]);
        let encrypted = scheme.and_then(|it| it.encrypt(PASSWORD, b"nothing"));
        black_box(encrypted.expect("these parameters are valid"));
    }
    for _ in 0..SEALED {
        let (salt, rounds) = (black_box([7; 8]), ROUNDS.into());
        let key = derive_key_utf8::<Sha256>(PASSWORD, &salt, Pkcs12KeyType::Mac, rounds, 32);
        drop(black_box(key));
    }
}
