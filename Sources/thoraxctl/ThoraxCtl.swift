import ArgumentParser

/// What an administrator asks and tells the daemon. Reads the work list itself, so it works while the daemon is down.
@main
struct ThoraxCtl: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "thoraxctl",
        abstract: "Ask thoraxd what it does, what waits, what failed and why.",
        discussion: "Works while the daemon is down, and says that it is. Never prints patient names or ids.",
        subcommands: [
            StatusCommand.self, WorkListCommand.self, OutboxCommand.self, CommitmentCommand.self, PeersCommand.self,
            QuarantineCommand.self,
        ])
}
