import Testing

@Test func `placeholder until the architecture tests land`() {}
