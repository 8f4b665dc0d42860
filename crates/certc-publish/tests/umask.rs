//! The umask belongs to the whole process, so this test has one for itself.

use certc_publish::Folder;
use rustix::fs::Mode;
use rustix::process::umask;

#[path = "disk/place.rs"]
mod place;

use place::{everything, file, place};

#[test]
fn modes_are_exact_under_every_umask() {
    let before = umask(Mode::empty());
    for taken in [0o000, 0o022, 0o077, 0o277] {
        let (place, root) = place();
        umask(Mode::from_raw_mode(taken & 0o077));
        let mut folder = Folder::open(&root).unwrap();
        umask(Mode::from_raw_mode(taken));
        folder.keep("root", &[file("key", "k"), file("certificate", "c")]).unwrap();
        folder.publish(&[file("pki/key", "k"), file("manifest", "m")]).unwrap();
        umask(before);
        let found = everything(camino::Utf8Path::from_path(place.path()).unwrap());
        let expected = [
            "out/ 755",
            "out/camunda/ 755",
            "out/camunda/.gitignore 644 *",
            "out/camunda/authorities/ 700",
            "out/camunda/authorities/root/ 700",
            "out/camunda/authorities/root/certificate 644 c",
            "out/camunda/authorities/root/key 600 k",
            "out/camunda/current -> generations/1",
            "out/camunda/generations/ 755",
            "out/camunda/generations/1/ 755",
            "out/camunda/generations/1/manifest 644 m",
            "out/camunda/generations/1/pki/ 755",
            "out/camunda/generations/1/pki/key 600 k",
        ];
        assert_eq!(found, expected, "umask {taken:o}");
    }
}
