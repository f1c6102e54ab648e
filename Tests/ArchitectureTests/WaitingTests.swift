import Testing

/// Threads wait for a hint, a stop or a time in one way (`WakeSignal`, decision 28).
struct WaitingTests {
    /// What sleeps otherwise, for the reasons that decision 28 gives.
    private static let sleepers: Set<String> = [
        "Sources/DICOMCore/Text/Iconv.swift", "Sources/Daemon/Service/Reloading.swift",
        "Sources/HTTPListening/WebListener.swift", "Sources/Monitoring/CachedReading.swift",
        "Sources/Platform/ChildProcess.swift", "Sources/Platform/LockFile.swift", "Sources/Platform/OwnedThread.swift",
        "Sources/Tensors/Processes/MPIProcessGroup.swift", "Sources/thoraxctl/Studies/WorkListWatch.swift",
    ]

    @Test func `nothing sleeps but what the decision names`() throws {
        let found = try SourceTree.files(in: "Sources").filter { !$0.lines(with: "sleep(").isEmpty }.map(\.path)
        #expect(Set(found) == Self.sleepers)
    }
}
