package import DICOMCore

/// The author of a draft: the daemon with the model it runs, as observer (PS3.16 TID 1004) and as equipment.
package struct ReportingDevice: Sendable, Equatable {
    package var manufacturer: String
    /// The report model's name. Like every text here, a Long String (VR LO): at most 64 characters, without `\`.
    package var modelName: String
    package var modelVersion: String
    /// Hash of the model's weights, in hexadecimal.
    package var weightsHash: String
    /// Distinguishes installations that use the same model.
    package var serialNumber: String
    /// The daemon's version.
    package var softwareVersion: String
    /// The name of the installation in its documents: its AE title.
    package var name: String

    /// Truncates and cleans texts that are not valid Long Strings: an unusual model name must not cost a study its
    /// draft.
    package init(
        manufacturer: String, modelName: String, modelVersion: String, weightsHash: String, serialNumber: String,
        softwareVersion: String, name: String
    ) {
        self.manufacturer = Self.longString(manufacturer)
        self.modelName = Self.longString(modelName)
        self.modelVersion = Self.longString(modelVersion)
        self.weightsHash = weightsHash
        self.serialNumber = Self.longString(serialNumber)
        self.softwareVersion = Self.longString(softwareVersion)
        self.name = Self.longString(name)
    }

    /// Device UID: depends only on the model, its weights and the installation.
    package var uid: UID { .derived(from: ["device"] + identity) }

    /// The part of a document's identity that is independent of its study and images.
    var identity: [String] { [manufacturer, modelName, modelVersion, weightsHash, serialNumber] }

    /// Software Versions (0018,1020): the daemon, the model, the weights.
    var softwareVersions: [String] {
        [softwareVersion, modelNameAndVersion, "weights \(weightsHash.prefix(16))"]
    }

    /// Keeps the whole version if possible, since it distinguishes models with long names.
    private var modelNameAndVersion: String {
        let room = max(24, 63 - modelVersion.unicodeScalars.count)
        let name = Self.longString(modelName, limit: room)
        return Self.longString("\(name) \(modelVersion)")
    }

    /// Makes the text a Long String: whole characters up to the limit, spaces for forbidden characters, and never
    /// empty.
    static func longString(_ text: String, limit: Int = 64) -> String {
        var result = ""
        var count = 0
        for character in text {
            let isForbidden =
                character == "\\" || character.unicodeScalars.contains { $0.properties.generalCategory == .control }
            let next = isForbidden ? " " : character
            count += next.unicodeScalars.count
            guard count <= limit else { break }
            result.append(next)
        }
        while result.last == " " { result.removeLast() }
        return result.isEmpty ? "unnamed" : result
    }

    /// Every text in a document, used to choose its character set.
    var texts: [String] { [manufacturer, modelName, serialNumber, name] + softwareVersions }
}
