import Platform
import Testing

struct SilentConnectionsTests {
    @Test func `above the limit of an address its oldest connection goes, and no other`() {
        var silent = SilentConnections<Int>(limitOfAddress: 2, limit: 100)
        #expect(silent.add(1, from: "10.0.0.1") == nil)
        #expect(silent.add(2, from: "10.0.0.2") == nil)
        #expect(silent.add(3, from: "10.0.0.2") == nil)
        #expect(silent.add(4, from: "10.0.0.2") == 2)
        #expect(silent.add(5, from: "10.0.0.2") == 3)
        #expect(silent.count == 3)
    }

    @Test func `above the limit of all the oldest of the address with most goes`() {
        var silent = SilentConnections<Int>(limitOfAddress: 3, limit: 4)
        #expect(silent.add(1, from: "10.0.0.1") == nil)
        for id in 2...4 { #expect(silent.add(id, from: "10.0.0.9") == nil) }
        #expect(silent.add(5, from: "10.0.0.2") == 2)
        #expect(silent.add(6, from: "10.0.0.3") == 3)
        // Now each has one: the oldest of all goes.
        #expect(silent.add(7, from: "10.0.0.4") == 1)
    }

    @Test func `a connection that has asked for something, or has ended, counts no more`() {
        var silent = SilentConnections<Int>(limitOfAddress: 1, limit: 100)
        #expect(silent.add(1, from: "10.0.0.1") == nil)
        silent.remove(1)
        #expect(silent.count == 0)
        #expect(silent.add(2, from: "10.0.0.1") == nil)
        #expect(silent.removeOldest() == 2)
        #expect(silent.removeOldest() == nil)
    }

    @Test func `a connection that is silent again is the newest`() {
        var silent = SilentConnections<Int>(limitOfAddress: 2, limit: 100)
        for id in [1, 2, 1] { #expect(silent.add(id, from: "10.0.0.1") == nil) }
        #expect(silent.add(3, from: "10.0.0.1") == 2)
    }
}
