//! A file of one function, which branches twice.

use super::branches::Branches;
use super::count::{read, with_counters};
use crate::binary::{Reader, file, list, section, sections, sized};

/// `(param i32)`: a block that is left if the parameter is not 0, and an empty `if` on it.
const BODY: [u8; 14] = [0, 0x02, 0x40, 0x20, 0, 0x0d, 0, 0x0b, 0x20, 0, 0x04, 0x40, 0x0b, 0x0b];

fn program() -> Vec<u8> {
    file(&[
        (section::TYPE, b"\x01\x60\x01\x7f\0".to_vec()),
        (section::FUNCTION, vec![1, 0]),
        (section::MEMORY, vec![1, 0, 17]),
        (section::CODE, list(&[sized(&BODY)])),
    ])
}

fn section_of(wasm: &[u8], number: u8) -> Vec<u8> {
    let sections = sections(wasm).unwrap();
    sections.iter().find(|(kind, _)| *kind == number).unwrap().1.to_vec()
}

#[test]
fn each_branch_has_a_counter_behind_the_program_s_memory() {
    let wasm = program();
    let branches = Branches::read(&wasm).unwrap();
    assert_eq!(branches.places, [[5, 10]]);
    let counting = with_counters(&branches).unwrap();
    assert_eq!(counting.first, 17 << 16);
    assert_eq!(section_of(&counting.wasm, section::MEMORY), [1, 0, 18]);
    let code = section_of(&counting.wasm, section::CODE);
    let bodies = Reader::new(&code).list(Reader::sized).unwrap();
    let expected =
        [0, 0x02, 0x40, 0x20, 0, 0x41, 0, 0x10, 1, 0x0d, 0, 0x0b, 0x20, 0, 0x41, 1, 0x10, 1, 0x04, 0x40, 0x0b, 0x0b];
    assert_eq!((bodies.len(), bodies[0]), (2, &expected[..]));
    // What counts has no branches, and can be read again.
    assert_eq!(Branches::read(&counting.wasm).unwrap().len(), 2);
}

#[test]
fn only_a_usual_way_is_told_and_only_once() {
    let wasm = program();
    let branches = Branches::read(&wasm).unwrap();
    let hints = |counts: [u32; 4]| {
        let bytes: Vec<u8> = counts.iter().flat_map(|count| count.to_le_bytes()).collect();
        let hinted = branches.hinted(&read(&bytes)).unwrap();
        let again = Branches::read(&hinted).unwrap();
        assert_eq!((again.sections, again.places), (branches.sections.clone(), branches.places.clone()));
        section_of(&hinted, section::CUSTOM)[26..].to_vec()
    };
    assert_eq!(hints([95, 5, 5, 95]), [1, 0, 2, 5, 1, 0, 10, 1, 1], "one function with both");
    assert_eq!(hints([50, 50, 0, 100]), [1, 0, 1, 10, 1, 1], "the second alone");
    assert_eq!(hints([94, 6, 0, 15]), [0], "none");
    assert!(branches.hinted(&[[1, 1]]).is_err());
}
