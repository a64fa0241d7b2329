//! Without std: a constant table, a ring in static memory, arrays on the shadow stack in recursion.
//!
//! Exports
//!   lookup(i: i32) -> i32      from a table of 8
//!   push(value: i32) -> i32    put a value into the ring of 16; the sum of the ring
//!   recurse(depth: i32) -> i32 a hash over an array of 40 bytes in each of `depth` + 1 frames
#![no_std]

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    core::arch::wasm32::unreachable()
}

static TABLE: [u16; 8] = [1, 10, 100, 1000, 10000, 7, 77, 777];
static mut RING: [i32; 16] = [0; 16];
static mut COUNT: usize = 0;

#[no_mangle]
pub extern "C" fn lookup(i: usize) -> u32 {
    TABLE[i & 7] as u32
}

#[no_mangle]
pub extern "C" fn push(value: i32) -> i32 {
    unsafe {
        RING[COUNT & 15] = value;
        COUNT += 1;
        let mut total = 0i32;
        let mut i = 0;
        while i < 16 {
            total = total.wrapping_add(RING[i]);
            i += 1;
        }
        total
    }
}

#[inline(never)]
fn fill(bytes: &mut [u8; 40], seed: u32) {
    let mut state = seed;
    for byte in bytes.iter_mut() {
        state = state.wrapping_mul(1664525).wrapping_add(1013904223);
        *byte = (state >> 24) as u8;
    }
}

#[inline(never)]
fn deep(depth: u32) -> u32 {
    let mut bytes = [0u8; 40];
    fill(&mut bytes, depth);
    let below = if depth == 0 { 1 } else { deep(depth - 1) };
    bytes.iter().fold(below, |hash, &byte| hash.wrapping_mul(31).wrapping_add(byte as u32))
}

#[no_mangle]
pub extern "C" fn recurse(depth: u32) -> u32 {
    deep(depth)
}
