/// `docs/configuration.md`: every key with its default, its values and its environment variable, made from the tables.
package enum ConfigurationReference {
    package static var text: String {
        var parts = [
            """
            # Configuration

            Printed by `thoraxd configuration --reference` from the table that the program reads by; a test holds this page to it. \
            `/etc/thoraxd/thoraxd.yaml` holds the keys; flags of `thoraxd serve` override the environment, the environment \
            overrides the file, the file overrides the defaults. `thoraxd check-config` names everything that is wrong \
            with a file, by line.

            """
        ]
        let defaults = DaemonConfiguration()
        var section: String? = nil
        var table = MarkdownTable("key", "default", "what", "must be", "environment")
        for key in ConfigurationKey.all {
            let parents = key.name.split(separator: ".").dropLast().joined(separator: ".")
            if parents != section {
                if section != nil { parts.append(table.text) }
                table = MarkdownTable("key", "default", "what", "must be", "environment")
                parts.append(parents.isEmpty ? "## General\n" : "## `\(parents)`\n")
                if let words = ConfigurationKey.sections[parents] { parts.append(words + "\n") }
                section = parents
            }
            let name = key.name.split(separator: ".").last.map(String.init) ?? key.name
            table.add(
                "`\(name)`", "`\(key.value(defaults))`", key.description, key.values, "`\(key.environmentVariable)`")
        }
        parts.append(table.text)
        parts.append("## `peers`\n\nA list; only the file has it. Each entry needs `name` and `ae_title`.\n")
        var peers = MarkdownTable("key", "for example", "what", "must be")
        for key in PeerKey.all { peers.add("`\(key.name)`", "`\(key.example)`", key.description, key.values) }
        parts.append(peers.text)
        return parts.joined(separator: "\n")
    }
}
