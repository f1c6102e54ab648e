import OperatorErrors
import Testing

@testable import thoraxctl

struct CommandExitTests {
    @Test(arguments: FaultKind.allCases)
    func `the help lists the exit code of every kind of error`(kind: FaultKind) {
        #expect(CommandExit(rawValue: kind.exitCode) != nil)
    }
}
