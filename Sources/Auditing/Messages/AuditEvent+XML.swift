import FoundationEssentials

extension AuditEvent {
    /// Returns the message in the schema of PS3.15 A.5.1, on one line.
    func xml(from source: AuditSource) -> String {
        var event = XMLElement("EventIdentification")
        event.set("EventActionCode", action.rawValue)
        event.set("EventDateTime", at.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
        event.set("EventOutcomeIndicator", "\(outcome.indicator)")
        event.add(XMLElement("EventID", id.code))
        if let type { event.add(XMLElement("EventTypeCode", type)) }
        if case .failure(let reason) = outcome { event.add(XMLElement("EventOutcomeDescription", text: reason)) }
        var auditSource = XMLElement("AuditSourceIdentification")
        auditSource.set("AuditSourceID", "\(source.aeTitle)@\(source.host)")
        var sourceType = XMLElement("AuditSourceTypeCode")
        // Audit Source Type 4: application server process.
        sourceType.set("csd-code", "4")
        auditSource.add(sourceType)
        var message = XMLElement("AuditMessage")
        message.add(event)
        participants.forEach { message.add($0.xml) }
        message.add(auditSource)
        objects.forEach { message.add($0.xml) }
        return #"<?xml version="1.0" encoding="UTF-8"?>"# + message.text
    }
}

extension AuditParticipant {
    fileprivate var xml: XMLElement {
        var element = XMLElement("ActiveParticipant")
        element.set("UserID", userID)
        if !aeTitles.isEmpty { element.set("AlternativeUserID", "AETITLES=" + aeTitles.joined(separator: ";")) }
        if let name { element.set("UserName", name) }
        element.set("UserIsRequestor", "\(isRequestor)")
        if let networkAddress {
            element.set("NetworkAccessPointID", networkAddress)
            element.set("NetworkAccessPointTypeCode", networkAddress.isNumericAddress ? "2" : "1")
        }
        if let role { element.add(XMLElement("RoleIDCode", role)) }
        return element
    }
}

extension AuditObject {
    fileprivate var xml: XMLElement {
        var element = XMLElement("ParticipantObjectIdentification")
        element.set("ParticipantObjectID", id)
        element.set("ParticipantObjectTypeCode", "\(kind.type)")
        element.set("ParticipantObjectTypeCodeRole", "\(kind.role)")
        element.add(XMLElement("ParticipantObjectIDTypeCode", kind.identifier))
        switch label {
        case .name(let name): element.add(XMLElement("ParticipantObjectName", text: name))
        case .query(let bytes):
            element.add(XMLElement("ParticipantObjectQuery", text: Data(bytes).base64EncodedString()))
        }
        for (type, value) in details.sorted(by: { $0.key < $1.key }) {
            var detail = XMLElement("ParticipantObjectDetail")
            detail.set("type", type)
            detail.set("value", Data(value).base64EncodedString())
            element.add(detail)
        }
        guard !instances.isEmpty || accessionNumber != nil else { return element }
        var description = XMLElement("ParticipantObjectDescription")
        if let accessionNumber {
            var accession = XMLElement("Accession")
            accession.set("Number", accessionNumber)
            description.add(accession)
        }
        for (sopClass, count) in instances.sorted(by: { $0.key < $1.key }) {
            var instances = XMLElement("SOPClass")
            instances.set("UID", sopClass)
            instances.set("NumberOfInstances", "\(count)")
            description.add(instances)
        }
        element.add(description)
        return element
    }
}

extension XMLElement {
    fileprivate init(_ name: String, _ code: AuditCode) {
        self.init(name)
        self.set("csd-code", code.value)
        self.set("codeSystemName", code.scheme)
        self.set("originalText", code.meaning)
    }
}

extension String {
    /// Whether the text can only be an IPv4 or IPv6 address.
    fileprivate var isNumericAddress: Bool {
        contains(":") || (!isEmpty && utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E })
    }
}
