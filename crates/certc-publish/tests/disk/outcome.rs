//! What a run leaves on the disk, and what a failed one does not.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::panic::{AssertUnwindSafe, catch_unwind};

use camino::Utf8Path;
use certc_publish::{Error, File, Folder, Published};

use crate::place::{everything, file, place};
use crate::state::{lay, linked, listing};

const FIRST: &[&str] = &[
    ".gitignore 644 *",
    "authorities/root/certificate 644 first",
    "authorities/root/private-key 600 first",
    "current -> generations/1",
    "generations/1/manifest 644 first",
    "generations/1/pki/operate/key 600 first",
    "seal.key 600 seal",
];

fn publish(root: &Utf8Path, files: &[File<'_>]) -> Result<Published, Error> {
    Folder::open(root)?.publish(files)
}

fn keep(folder: &mut Folder, content: &str) -> Result<(), Error> {
    folder.keep("root", &[file("private-key", content), file("certificate", content)])
}

fn first(root: &Utf8Path) {
    let write = || {
        let mut folder = Folder::open(root)?;
        folder.keep_file("seal.key", b"seal")?;
        keep(&mut folder, "first")?;
        folder.publish(&[file("pki/operate/key", "first"), file("manifest", "first")])
    };
    let Published { number, unconfirmed } = write().expect("a first generation");
    assert!(number == 1 && unconfirmed.is_none(), "{unconfirmed:?}");
    assert_eq!(listing(root), FIRST);
}

#[test]
fn a_generation_appears_beside_the_last() {
    let (_place, root) = place();
    first(&root);
    assert_eq!(publish(&root, &[file("manifest", "second")]).unwrap().number, 2);
    assert_eq!(Folder::open(&root).unwrap().current(), Some(2));
    let mut expected: Vec<_> = FIRST.to_vec();
    expected[3] = "current -> generations/2";
    expected.insert(6, "generations/2/manifest 644 second");
    assert_eq!(listing(&root), expected);
}

/// Nothing is kept here, the files come in any order, and 7 was deleted by somebody.
#[test]
fn a_number_never_comes_again() {
    let (_place, root) = place();
    lay(&root, &["current -> generations/7", "generations/3/a 644 old"]);
    let files = [file("pki/operate/key", "a"), file("manifest", "b"), file("pki/zeebe/key", "c")];
    assert_eq!(publish(&root, &files).unwrap().number, 8);
    let expected = [
        ".gitignore 644 *",
        "current -> generations/8",
        "generations/3/a 644 old",
        "generations/8/manifest 644 b",
        "generations/8/pki/operate/key 600 a",
        "generations/8/pki/zeebe/key 600 c",
    ];
    assert_eq!(listing(&root), expected);
}

#[test]
fn an_unchanged_file_is_linked_and_a_loosened_one_copied() {
    let (_place, root) = place();
    first(&root);
    lay(&root, &["generations/1/manifest 666 first"]);
    publish(&root, &[linked("pki/operate/key"), linked("manifest")]).unwrap();
    let file = |it: &str| fs::metadata(root.join("generations").join(it)).unwrap();
    assert_eq!(file("1/pki/operate/key").ino(), file("2/pki/operate/key").ino());
    assert_ne!(file("1/manifest").ino(), file("2/manifest").ino());
    let found = listing(&root);
    for line in ["generations/1/manifest 666 first", "generations/2/manifest 644 first"] {
        assert!(found.contains(&line.to_owned()), "{line} is not in {found:#?}");
    }
}

#[test]
fn an_authority_is_replaced_with_its_generation() {
    let (_place, root) = place();
    first(&root);
    let mut folder = Folder::open(&root).unwrap();
    folder.keep("root", &[linked("private-key"), file("certificate", "never used")]).unwrap();
    keep(&mut folder, "second").unwrap();
    let waiting = "authorities/.root.2/private-key 600 second".to_owned();
    assert!(listing(&root).contains(&waiting));
    assert!(FIRST.iter().all(|it| listing(&root).contains(&(*it).to_owned())));
    drop(folder);
    assert_eq!(listing(&root), FIRST);

    let mut folder = Folder::open(&root).unwrap();
    folder.keep("root", &[linked("private-key"), file("certificate", "second")]).unwrap();
    folder.publish(&[file("manifest", "second")]).unwrap();
    let expected = [
        "authorities/.replaced/root-2/certificate 644 first",
        "authorities/.replaced/root-2/private-key 600 first",
        "authorities/root/certificate 644 second",
        "authorities/root/private-key 600 first",
    ];
    let found = listing(&root);
    assert_eq!(found.iter().filter(|it| it.starts_with("auth")).collect::<Vec<_>>(), expected);
}

#[test]
fn an_error_after_the_turn_is_another_outcome() {
    let (_place, root) = place();
    first(&root);
    let mut folder = Folder::open(&root).unwrap();
    keep(&mut folder, "second").unwrap();
    lay(&root, &["authorities/.replaced 644 foreign"]);
    let published = folder.publish(&[file("manifest", "second")]).unwrap();
    let sentence = published.unconfirmed.unwrap().to_string();
    assert!(sentence.ends_with(".replaced: is not a folder of certc; move it away"), "{sentence}");
    assert!(listing(&root).contains(&"current -> generations/2".to_owned()));
    fs::remove_file(root.join("authorities/.replaced")).unwrap();
    drop(Folder::open(&root).unwrap());
    assert!(listing(&root).contains(&"authorities/root/private-key 600 second".to_owned()));
}

#[test]
fn a_second_run_is_refused_while_the_first_holds_the_folder() {
    let (_place, root) = place();
    let folder = Folder::open(&root).unwrap();
    let sentence = Folder::open(&root).err().unwrap().to_string();
    assert_eq!(sentence, format!("{root}: another run of certc holds it; wait for its end"));
    drop(folder);
    Folder::open(&root).unwrap();
}

#[test]
fn of_many_first_runs_each_publishes_or_is_refused() {
    for _ in 0..100 {
        let (_place, root) = place();
        let run = || publish(&root, &[file("manifest", "")]).map_err(|it| it.to_string());
        let runs = std::thread::scope(|scope| {
            let runs: Vec<_> = (0..4).map(|_| scope.spawn(run)).collect();
            runs.into_iter().map(|it| it.join().unwrap()).collect::<Vec<_>>()
        });
        let mut numbers: Vec<_> = runs.iter().flatten().map(|it| it.number).collect();
        numbers.sort_unstable();
        assert!(numbers.iter().copied().eq(1..=numbers.len() as u64), "{runs:?}");
        let mut refused = runs.iter().filter_map(|it| it.as_ref().err());
        assert!(refused.all(|it| it.ends_with("wait for its end")), "{runs:?}");
    }
}

/// Whatever `run` fails at, the sentence says so and the disk is as before.
fn check(state: &[&str], run: impl Fn(Folder) -> Result<(), Error>, ends: &str) {
    let (place, root) = place();
    let above = Utf8Path::from_path(place.path()).expect("UTF-8");
    if !state.is_empty() {
        lay(&root, state);
    }
    let before = everything(above);
    let sentence = Folder::open(&root).and_then(run).expect_err(ends).to_string();
    assert!(sentence.starts_with(above.as_str()) && sentence.ends_with(ends), "{sentence}");
    assert_eq!(everything(above), before, "{sentence}");
}

#[test]
fn what_is_not_ours_is_in_the_way() {
    let unused = |_: Folder| Ok(());
    let link = "/current: is not a link to a generation of certc; move it away";
    check(&["current 644 mine"], unused, link);
    check(&["current/ 755"], unused, link);
    check(&["current -> /etc"], unused, link);
    check(&["current -> generations/01"], unused, link);
    check(&["current -> generations/1/.."], unused, link);
    check(
        &["current.next 644 mine"],
        unused,
        "/current.next: is not a link to a generation of certc; move it away",
    );
    let folder = "is not a folder of certc; move it away";
    check(&["generations 644 mine"], unused, folder);
    check(&["generations -> mine", "mine/.1.partial/a 644 mine"], unused, folder);
    check(&["authorities -> mine", "mine/.root.partial/a 644 mine"], unused, folder);
    check(&["generations/.1.partial -> ../mine", "mine/a 644 mine"], unused, folder);
    check(&["authorities/.root.partial -> ../mine", "mine/a 644 mine"], unused, folder);
    check(&["generations/ 757"], unused, "everybody may write to it; take that away (`chmod o-w`)");
    check(&["../camunda/ 757"], unused, "everybody may write to it; take that away (`chmod o-w`)");
}

#[test]
fn a_file_above_is_in_the_way() {
    let (_place, root) = place();
    lay(root.parent().unwrap().parent().unwrap(), &["out 644 mine"]);
    let sentence = Folder::open(&root).err().unwrap().to_string();
    assert!(sentence.ends_with("/out: is not a folder; move it away"), "{sentence}");
}

#[test]
fn a_failed_run_changes_nothing() {
    let long = format!("pki/{}/key", "x".repeat(256));
    let too_long = |it: Folder| it.publish(&[file("a", "a"), file(&long, "")]).map(|_| ());
    let mine = ["mine 644 mine", "generations/7/mine 644 mine"];
    check(&[], too_long, "x: file name too long");
    check(&mine, too_long, "x: file name too long");
    check(FIRST, too_long, "x: file name too long");
    let key_too_long = |mut it: Folder| it.keep("root", &[file("key", ""), file(&long, "")]);
    check(&[], key_too_long, "file name too long");
    check(FIRST, key_too_long, "file name too long");
    let with_keys = |mut it: Folder| {
        keep(&mut it, "second")?;
        too_long(it)
    };
    check(FIRST, with_keys, "file name too long");
    let again = |mut it: Folder| it.keep_file("seal.key", b"other");
    check(FIRST, again, "/seal.key: is already there");
}

#[test]
fn a_link_in_an_earlier_generation_is_not_followed() {
    let link = |it: Folder| it.publish(&[file("b", ""), linked("pki/key")]).map(|_| ());
    let state = |line: &'static str| ["current -> generations/1", "mine/key 600 mine", line];
    let not_ours = "/pki/key: is not the file that certc wrote";
    check(&state("generations/1/pki/key -> ../../../mine/key"), link, not_ours);
    let no_folder = "/pki: is not a folder of certc; move it away";
    check(&state("generations/1/pki -> ../../mine"), link, no_folder);
    check(&state("generations/1/other/key 600 mine"), link, "/pki: no such file or directory");
    check(&state("generations/2/pki/key 600 mine"), link, "/1: no such file or directory");
    let kept = |mut it: Folder| keep(&mut it, "second");
    check(&["authorities/root -> ../mine", "mine/a 644 mine"], kept, "move it away");
    check(&["authorities/root 644 mine"], kept, "move it away");
}

#[test]
fn a_new_authority_outlives_a_failed_run() {
    let (_place, root) = place();
    let mut folder = Folder::open(&root).unwrap();
    keep(&mut folder, "first").unwrap();
    folder.publish(&[file(&"x".repeat(256), "")]).unwrap_err();
    assert_eq!(listing(&root), FIRST[..3]);
}

#[test]
fn a_path_that_leaves_or_clashes_is_a_bug() {
    let clashes = [["a/B", "A/b"], ["a", "a/b"], ["A/b", "a"]];
    let outside = ["", "/a", "../a", "a/../b", "a//b", "a/", "./a"].map(|it| [it, "other"]);
    for paths in clashes.into_iter().chain(outside) {
        let (place, root) = place();
        let files = paths.map(|it| file(it, ""));
        let run = catch_unwind(AssertUnwindSafe(|| publish(&root, &files).map(|_| ())));
        let said = run.expect_err(paths[0]).downcast::<String>().unwrap();
        assert!(said.starts_with("a bug in certc, please report it"), "{said}");
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0, "{paths:?}");
    }
}
