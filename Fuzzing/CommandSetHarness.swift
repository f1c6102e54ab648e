import DICOMNetwork

/// Reads a command set (PS3.7 6.3) and writes it again; what was written must read the same.
let commandSetHarness: Harness = { bytes in
    guard let command = try? CommandSet(decoding: bytes) else { return }
    _ = (command.field, command.hasDataSet, command[.status], command.text(.moveDestination))
    let written = command.encoded
    guard let read = try? CommandSet(decoding: written), read.encoded == written else {
        fatalError("a command set does not survive being written")
    }
}
