/// How long to wait before a reporter process is started again: longer each time one dies young.
struct RestartPause {
    /// A process that lived this long was healthy.
    static let healthyLife = Duration.seconds(60)
    static let shortest = Duration.seconds(1)
    static let longest = Duration.seconds(60)

    /// Before the next start.
    private(set) var duration = Duration.zero

    mutating func processEnded(after life: Duration) {
        duration = life >= Self.healthyLife ? Self.shortest : min(max(duration * 2, Self.shortest), Self.longest)
    }
}
