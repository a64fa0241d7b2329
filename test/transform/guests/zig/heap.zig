//! Zig's allocator for WebAssembly, which takes a whole page of 64 KiB for each size of blocks.
//!
//! Exports
//!   list(n: i32) -> i32   a list of n nodes, hashed and freed
//!   grow(n: i32) -> i32   an ArrayList of n words that grows, hashed and freed
const std = @import("std");

const allocator = std.heap.wasm_allocator;
const Node = struct { value: i32, tail: ?*Node };

export fn list(n: i32) i32 {
    var head: ?*Node = null;
    var i: i32 = 0;
    while (i < n) : (i += 1) {
        const node = allocator.create(Node) catch return -1;
        node.* = .{ .value = i, .tail = head };
        head = node;
    }
    var hash: i32 = 0;
    while (head) |node| {
        hash = hash *% 3 +% node.value;
        head = node.tail;
        allocator.destroy(node);
    }
    return hash;
}

export fn grow(n: u32) u32 {
    var squares: std.ArrayList(u32) = .empty;
    defer squares.deinit(allocator);
    var i: u32 = 0;
    while (i < n) : (i += 1) squares.append(allocator, i *% i) catch return 0;
    var hash: u32 = 0;
    for (squares.items) |x| hash = hash *% 31 +% x;
    return hash;
}
