import Testing

@testable import Auditing
@testable import WorkList
@testable import WorkListDatabase

struct AuditInboxTests {
    private func rejection(_ address: String) -> AuditOccurrence.What {
        .rejected(.init(aeTitle: "X", address: address), reason: "unknown")
    }

    @Test func `what was handed over is handed out once, in its order`() {
        let inbox = AuditInbox()
        inbox.add(.started)
        inbox.add(.stopped)
        #expect(inbox.take().map(\.what) == [.started, .stopped])
        #expect(inbox.take().isEmpty)
    }

    @Test func `what finds no room is counted and told as a gap`() {
        let inbox = AuditInbox()
        for _ in 0..<AuditInbox.limit + 5 { inbox.add(.started) }
        let taken = inbox.take()
        #expect(taken.count == AuditInbox.limit + 1)
        #expect(taken.last?.what == .lost(count: 5))
    }

    @Test func `what could not be written comes again before what came since`() {
        let inbox = AuditInbox()
        inbox.add(.started)
        let taken = inbox.take()
        inbox.add(.stopped)
        inbox.takeBack(taken + [AuditOccurrence(.lost(count: 2))])
        #expect(inbox.take().map(\.what) == [.started, .stopped, .lost(count: 2)])
    }

    @Test func `taking back too much loses the rest and says so`() {
        let inbox = AuditInbox()
        for _ in 0..<AuditInbox.limit { inbox.add(.stopped) }
        inbox.takeBack([AuditOccurrence(.started), AuditOccurrence(.started)])
        let taken = inbox.take()
        #expect(taken.count == AuditInbox.limit + 1)
        #expect(taken.last?.what == .lost(count: 2))
    }

    @Test func `a flood of refusals of one address is a few and a number`() {
        let inbox = AuditInbox()
        for _ in 0..<1000 { inbox.add(rejection("10.0.0.1")) }
        inbox.add(rejection("10.0.0.2"))
        let taken = inbox.take().map(\.what)
        #expect(taken.count == AuditInbox.refusalsOfOneAddress + 2)
        #expect(
            taken.last == .repeated(address: "10.0.0.1", count: 1000 - AuditInbox.refusalsOfOneAddress))
        #expect(taken.contains(rejection("10.0.0.2")))
    }

    @Test func `a flood from invented addresses stays bounded`() {
        let inbox = AuditInbox()
        for number in 0..<10_000 { inbox.add(rejection("10.0.\(number / 256).\(number % 256)")) }
        let taken = inbox.take()
        #expect(taken.count == AuditInbox.limit + 1)
        #expect(taken.last?.what == .lost(count: 10_000 - AuditInbox.limit))
    }
}
