package import Platform

/// Gives a decoder process of its own to each piece of work: what an object does to its decoder never reaches another
/// patient's. The next process is started when a piece of work is done, so that none waits for a start. Used by one thread
/// at a time.
package final class Decoders {
    private let settings: DecoderSettings
    private let program: String
    private var spare: DecoderProcess?

    /// - Parameter program: `thoraxd`; by default the program that runs.
    package init(_ settings: DecoderSettings, program: String = "/proc/self/exe") {
        (self.settings, self.program) = (settings, program)
    }

    /// Starts the next process, unless it is there. If it cannot be started, the next piece of work says so.
    package func prepare() {
        if spare?.isRunning != true { spare = try? DecoderProcess(settings, program: program) }
    }

    /// The process that waits for work; nil while there is none.
    var waiting: Int32? { spare?.processID }

    /// Waits until a process is ready for work. One that ended while it waited says nothing about the work: another is
    /// started, once.
    ///
    /// - Returns: what the kernel grants of its confinement.
    /// - Throws: `notStarted`.
    @discardableResult
    package func awaitReady() throws(DecoderError) -> Confinement {
        if let spare, spare.isRunning, let confinement = try? spare.awaitReady() { return confinement }
        let started = try DecoderProcess(settings, program: program)
        let confinement = try started.awaitReady()
        spare = started
        return confinement
    }

    /// Does one piece of work with a process that is started for it and ends with it: for work that is rare, so that no
    /// process waits for the next.
    package static func once<Result>(
        _ settings: DecoderSettings, program: String = "/proc/self/exe", _ work: (DecoderProcess) throws -> Result
    ) throws -> Result {
        let decoder = try DecoderProcess(settings, program: program)
        _ = try decoder.awaitReady()
        decoder.begin()
        return try work(decoder)
    }

    /// Does one piece of work with a decoder process of its own, which ends with it.
    package func decoding<Result>(_ work: (DecoderProcess) throws -> Result) throws -> Result {
        try awaitReady()
        guard let decoder = spare else { throw DecoderError.notStarted(reason: "it is gone") }
        spare = nil
        defer { prepare() }
        decoder.begin()
        return try work(decoder)
    }
}
