package import Decoding
import Logging
import Platform
import WorkListDatabase

extension DecoderSettings {
    /// What the reporter's decoders are allowed: the limits of a study.
    package init(_ configuration: ReporterConfiguration) {
        self.init(
            memoryMegabytes: configuration.limits.memoryMegabytes,
            processorSeconds: configuration.limits.processorSeconds, wallSeconds: configuration.limits.wallSeconds,
            defaultCharacterSet: configuration.defaultCharacterSet)
    }
}

extension Reporter {
    /// Says once how far the kernel confines decoders; an incident if not wholly, which `thoraxctl status` shows.
    func report(_ confinement: Confinement) {
        incidents.close("decoder")
        if let missing = confinement.missing {
            incidents.report(
                "decoders run without \(missing)", hint: Confinement.hint, cause: .condition("decoder"))
        } else {
            logger.info("decoders are confined by seccomp and Landlock")
        }
    }
}
