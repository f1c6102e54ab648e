extension Association {
    /// Reads a data set into memory; returns `nil` if it is longer than `limit` bytes.
    package func smallDataSet(of message: Message, limit: Int) throws(NetworkError) -> [UInt8]? {
        guard message.command.hasDataSet else { return [] }
        var bytes: [UInt8] = []
        var isTooLong = false
        try receiveDataSet(of: message) { fragment in
            if bytes.count + fragment.count > limit { isTooLong = true } else { bytes += fragment }
        }
        return isTooLong ? nil : bytes
    }
}
