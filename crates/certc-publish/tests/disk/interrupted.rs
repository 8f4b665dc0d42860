//! Each state in which a killed run can leave the disk: the next one finds it whole, old or new.

use certc_publish::Folder;

use crate::place::{file, place};
use crate::state::{lay, listing};

const OLD: &[&str] = &[
    ".gitignore 644 *",
    "authorities/root/private-key 600 old",
    "current -> generations/1",
    "generations/1/manifest 644 old",
];

const NEW: &[&str] = &[
    ".gitignore 644 *",
    "authorities/.replaced/root-2/private-key 600 old",
    "authorities/root/private-key 600 new",
    "current -> generations/2",
    "generations/1/manifest 644 old",
    "generations/2/manifest 644 new",
];

/// Lays `state` and asks for `expected` after the next run has opened it. The one after that finds nothing to do.
fn check(state: &[&[&str]], expected: &[&str]) {
    let (_place, root) = place();
    lay(&root, &state.concat());
    for _ in 0..2 {
        drop(Folder::open(&root).expect("nothing is in the way"));
        assert_eq!(listing(&root), expected, "after {state:#?}");
    }
    let folder = Folder::open(&root).expect("nothing is in the way");
    let published = folder.publish(&[file("manifest", "next")]).expect("a generation");
    let expected = format!("generations/{}/manifest 644 next", published.number);
    assert!(published.unconfirmed.is_none() && listing(&root).contains(&expected));
}

#[test]
fn before_the_turn_everything_is_old() {
    let waiting = "authorities/.root.2/private-key 600 new";
    let whole = "generations/2/manifest 644 new";
    let next = "current.next -> generations/2";
    check(&[OLD, &[".certc.partial 600 ne"]], OLD);
    check(&[OLD, &["authorities/.root.partial/private-key 600 ne"]], OLD);
    check(&[OLD, &["authorities/.root.partial/ 700", waiting]], OLD);
    check(&[OLD, &[waiting]], OLD);
    check(&[OLD, &["generations/.2.partial/ 755", waiting]], OLD);
    check(&[OLD, &["generations/.2.partial/pki/operate/key 600 ne", waiting]], OLD);
    check(&[OLD, &["generations/.2.partial/manifest 644 new", waiting, next]], OLD);
    check(&[OLD, &[whole, waiting, next]], OLD);
    check(&[OLD, &[whole, next]], OLD);
    check(&[OLD, &[waiting, next]], OLD);
    check(&[OLD, &[next]], OLD);
}

#[test]
fn after_the_turn_everything_is_new() {
    let turned: &[&str] = &[NEW[0], NEW[3], NEW[4], NEW[5]];
    let waiting = "authorities/.root.2/private-key 600 new";
    check(&[turned, &[OLD[1], waiting]], NEW);
    check(&[turned, &[OLD[1], waiting, "authorities/.replaced/ 700"]], NEW);
    check(&[turned, &[NEW[1], waiting]], NEW);
    check(&[NEW], NEW);
    check(&[NEW, &["current.next -> generations/2"]], NEW);
    check(&[NEW, &["generations/.3.partial/manifest 644 ne"]], NEW);
}

#[test]
fn the_first_run_leaves_nothing_but_finished_keys() {
    check(&[&[".certc.partial 644 *"]], &[]);
    check(
        &[&[OLD[0], "authorities/.root.partial/private-key 600 o"]],
        &[OLD[0], "authorities/ 755"],
    );
    check(
        &[&OLD[..2], &["generations/.1.partial/manifest 644 o"]],
        &[OLD[0], OLD[1], "generations/ 755"],
    );
    check(
        &[&OLD[..2], &["generations/1/manifest 644 o", "current.next -> generations/1"]],
        &[OLD[0], OLD[1], "generations/ 755"],
    );
}

/// Somebody turned `current` back: what was published stays, the key of a published generation above all.
#[test]
fn a_generation_that_was_published_stays() {
    let back: &[&str] = &[NEW[0], "current -> generations/1", NEW[4], NEW[5]];
    let kept: &[&str] = &[NEW[0], NEW[1], NEW[2], "current -> generations/1", NEW[4], NEW[5]];
    check(&[back, &[OLD[1], "authorities/.root.2/private-key 600 new"]], kept);
    check(&[kept], kept);
    let archived = "authorities/.replaced/root-2/private-key 600 older";
    let beside = "authorities/.replaced/root-3/private-key 600 old";
    let expected = [kept[0], archived, beside, kept[2], kept[3], kept[4], kept[5]];
    check(&[back, &[OLD[1], archived, "authorities/.root.2/private-key 600 new"]], &expected);
}

#[test]
fn what_only_looks_like_ours_stays() {
    let foreign: &[&str] = &[
        "authorities/.hidden/a 644 mine",
        "authorities/.mine.old/a 644 mine",
        "authorities/root.next/a 644 mine",
        "current.old -> generations/1",
        "generations/.partial/a 644 mine",
        "generations/.x.partial/a 644 mine",
        "generations/18446744073709551615/a 644 mine",
        "generations/x 644 mine",
        "mine 644 mine",
    ];
    let mut expected = [OLD, foreign].concat();
    expected.sort_unstable();
    check(&[OLD, foreign], &expected);
}
