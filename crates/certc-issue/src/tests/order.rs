//! What happens when, and what is said.

use super::*;

#[test]
fn authorities_are_on_the_disk_before_anything_below_them_is_signed() {
    let run = Run::small();
    let (kept, ready) = (Mutex::new(Vec::new()), Mutex::new(Vec::new()));
    let keep = |it: NewAuthority<'_>| {
        let certificates = crate::pem_certificates(it.certificate).unwrap();
        let key = crate::key_file::read(it.private_key, None).unwrap();
        let signer = crate::signer::Signer::made(key, &certificates[0]);
        kept.lock().unwrap().push((it.id.0.to_string(), signer.sha256));
        Ok(())
    };
    let watch = |it: &CertificateId, make: &mut dyn FnMut()| {
        make();
        ready.lock().unwrap().push(it.clone());
    };
    let (issued, said) = issue(&run.plan(), &run.graph, run.inputs, &keep, &watch);
    assert_eq!(said, []);
    let entries = issued.unwrap().certificates();
    let sha256 = |at: usize| (entries[at].name.clone(), entries[at].sha256.clone());
    assert_eq!(kept.into_inner().unwrap(), [sha256(1), sha256(0)], "the root is first");
    let mut ready = ready.into_inner().unwrap();
    ready.sort();
    assert_eq!(ready, [of_authority("intermediate"), of_authority("root"), of_leaf("operate")]);
}

#[test]
fn an_authority_that_cannot_be_kept_ends_the_run() {
    let run = Run::small();
    let (plan, keep) = (run.plan(), |_: NewAuthority<'_>| Err("the disk is full".to_owned()));
    let (issued, said) = issue(&plan, &run.graph, run.inputs, &keep, &|_, make| make());
    assert!(issued.is_none());
    assert_eq!(said.len(), 1);
    assert_eq!(said[0].message, "authority `root` cannot be kept: the disk is full");
}

#[test]
fn kept_authorities_sign_with_the_key_from_the_disk() {
    let first = Run::small();
    let keys = Mutex::new(Vec::new());
    let keep = |it: NewAuthority<'_>| {
        keys.lock().unwrap().push((of_authority(&it.id.0), Secret::new(it.private_key.to_vec())));
        Ok(())
    };
    let (issued, _) = issue(&first.plan(), &first.graph, first.inputs, &keep, &|_, make| make());
    let before = issued.unwrap();
    let mut second = Run::small().file("key", Content::PrivateKey(leaf_id("operate")));
    let mut plan = second.plan();
    let kept = |it: &&mut certc_plan::Step<CertificateId>| it.of != of_leaf("operate");
    plan.certificates.iter_mut().filter(kept).for_each(|it| it.action = certc_plan::Action::Keep);
    second.inputs.keys = keys.into_inner().unwrap().into_iter().collect();
    second.inputs.certificates = before.inputs.certificates.clone();
    second.inputs.kept = before.certificates();
    let no_keep = |_: NewAuthority<'_>| Err("nothing is to be kept".to_owned());
    let (issued, said) = issue(&plan, &second.graph, second.inputs, &no_keep, &|_, make| make());
    assert_eq!(said, []);
    let (before, after) = (before.certificates(), issued.unwrap().certificates());
    assert_eq!(before[..2], after[..2]);
    assert_eq!(before[2].issuer_sha256, after[2].issuer_sha256);
    assert_ne!(before[2].serial, after[2].serial);
}

#[test]
fn a_certificate_ends_with_its_issuer() {
    let mut run = Run::small();
    run.graph.authorities[0].wish.as_mut().expect("ours").days = sourced(30);
    run.graph.leaves[0].days = Sourced::new(90, Origin::Written(span(7)));
    for id in ["a", "b", "c"] {
        run.graph.leaves.insert(leaf_id(id), leaf(id, "intermediate", KeyKind::EcP256));
    }
    let (done, said) = run.issue();
    assert_eq!(done.unwrap().entry("operate").not_after, NOW.plus_days(30));
    assert_eq!(said.len(), 1);
    let message = "`a`, `b` and 2 more end on 2026-12-24T12:00:00Z, because the authority `intermediate` does";
    assert_eq!((&*said[0].rule, &*said[0].message), ("validity-clipped", message));
    let labels: Vec<_> = said[0].labels.iter().map(|it| (it.0, &*it.1)).collect();
    assert_eq!(labels, [(span(2), "asks for 90 days"), (span(7), "asks for 90 days")]);
}

#[test]
fn generated_passwords_are_long_random_and_plain() {
    let done = Run::small().done();
    let password = done.issued.inputs.passwords[&password_id("opens")].bytes().to_vec();
    assert_eq!(password.len(), 32);
    let seen: std::collections::BTreeSet<_> =
        (0..200).flat_map(|_| crate::password::generate().bytes().to_vec()).collect();
    assert_eq!(seen.len(), 62, "every letter and digit");
    assert!(seen.iter().all(u8::is_ascii_alphanumeric));
}

#[test]
#[should_panic(
    expected = "a bug in certc, please report it: Leaf(LeafId(\"operate\")) was never issued"
)]
fn a_key_that_was_never_made_is_a_bug() {
    let run = Run::small().file("key", Content::PrivateKey(leaf_id("operate")));
    let mut done = run.done();
    done.issued.inputs.keys.clear();
    done.fill();
}

#[test]
#[should_panic(expected = "a bug in certc, please report it: its own key file has no key")]
fn an_empty_key_file_is_a_bug() {
    let run = Run::small().file("key", Content::PrivateKey(leaf_id("operate")));
    let mut done = run.done();
    done.issued.inputs.keys.insert(of_leaf("operate"), Secret::new(Vec::new()));
    done.fill();
}
