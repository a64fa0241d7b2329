//! Box, Vec and String on std's allocator (dlmalloc).
//!
//! Exports
//!   list(n: i32) -> i32   a list of n boxes, hashed and dropped
//!   grow(n: i32) -> i32   a Vec of n words that grows, hashed and dropped
//!   text(n: i32) -> i32   a String grown by n characters, hashed and dropped
//!   keep(n: i32) -> i32   a Vec of n bytes that stays; its sum

struct Node {
    value: i32,
    tail: Option<Box<Node>>,
}

#[no_mangle]
pub extern "C" fn list(n: i32) -> i32 {
    let mut head: Option<Box<Node>> = None;
    for value in 0..n {
        head = Some(Box::new(Node { value, tail: head }));
    }
    let mut hash = 0i32;
    while let Some(node) = head {
        hash = hash.wrapping_mul(3).wrapping_add(node.value);
        head = node.tail;
    }
    hash
}

#[no_mangle]
pub extern "C" fn grow(n: u32) -> u32 {
    let mut squares: Vec<u32> = Vec::new();
    for i in 0..n {
        squares.push(i.wrapping_mul(i));
    }
    squares.iter().fold(0u32, |hash, &x| hash.wrapping_mul(31).wrapping_add(x))
}

#[no_mangle]
pub extern "C" fn text(n: u32) -> u32 {
    let mut grown = String::new();
    for i in 0..n {
        grown.push((b'a' + (i % 26) as u8) as char);
    }
    grown.bytes().fold(grown.len() as u32, |hash, x| hash.wrapping_mul(33).wrapping_add(x as u32))
}

static mut KEPT: Vec<u8> = Vec::new();

#[no_mangle]
pub extern "C" fn keep(n: usize) -> u32 {
    unsafe {
        KEPT = (0..n).map(|i| (i * 7) as u8).collect();
        KEPT.iter().map(|&x| x as u32).sum()
    }
}
