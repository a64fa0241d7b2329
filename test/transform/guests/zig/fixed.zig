//! Allocations in a buffer of 1 KiB, a constant table, and arrays on the shadow stack in recursion.
//!
//! Exports
//!   lookup(i: i32) -> i32       from a table of 8
//!   churn(rounds: i32) -> i32   slices of 1 to 50 words allocated, hashed and freed; 0: out of memory
//!   large(bytes: i32) -> i32    1 when so many bytes can be allocated in the buffer
//!   recurse(depth: i32) -> i32  a hash over an array of 32 bytes in each of `depth` + 1 frames
const std = @import("std");

var buffer: [1024]u8 = undefined;
var fixed = std.heap.FixedBufferAllocator.init(&buffer);
const table = [_]u32{ 2, 3, 5, 7, 11, 13, 17, 19 };

export fn lookup(i: u32) u32 {
    return table[i & 7];
}

export fn churn(rounds: u32) u32 {
    var hash: u32 = 5381;
    var i: u32 = 0;
    while (i < rounds) : (i += 1) {
        const words = fixed.allocator().alloc(u32, 1 + i % 50) catch return 0;
        defer fixed.allocator().free(words);
        for (words, 0..) |*word, k| word.* = i *% @as(u32, @truncate(k));
        for (words) |word| hash = hash *% 33 +% word;
    }
    return hash;
}

export fn large(bytes: u32) u32 {
    const taken = fixed.allocator().alloc(u8, bytes) catch return 0;
    fixed.allocator().free(taken);
    return 1;
}

fn deep(depth: u32) u32 {
    var bytes: [32]u8 = undefined;
    for (&bytes, 0..) |*byte, k| byte.* = @truncate(depth *% 31 +% k);
    std.mem.doNotOptimizeAway(&bytes);
    var hash: u32 = if (depth == 0) 1 else @call(.never_inline, deep, .{depth - 1});
    for (bytes) |byte| hash = hash *% 31 +% byte;
    return hash;
}

export fn recurse(depth: u32) u32 {
    return deep(depth);
}
