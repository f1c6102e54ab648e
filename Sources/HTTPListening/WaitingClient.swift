package import NIOCore
package import NIOHTTPTypes
package import Platform
import Synchronization

/// The HTTP connections of a server, and those of them without a request in progress. If there are too many of these, the
/// oldest are closed, so that silent clients leave room for those that ask.
package final class WaitingClients: Sendable {
    private struct State {
        var silent: SilentConnections<ObjectIdentifier>
        /// Connections without a request in progress.
        var channels: [ObjectIdentifier: any Channel] = [:]
        var open: [ObjectIdentifier: any Channel] = [:]
        var isClosed = false
    }

    private let state: Mutex<State>

    package init(_ silent: SilentConnections<ObjectIdentifier>) { state = Mutex(State(silent: silent)) }

    /// Closes all connections, and from now on each new one.
    func close() {
        let open = state.withLock { state in
            state.isClosed = true
            return state.open.values
        }
        for channel in open { channel.close(promise: nil) }
    }

    func opened(_ channel: any Channel) {
        let isClosed = state.withLock { state in
            if !state.isClosed { state.open[ObjectIdentifier(channel)] = channel }
            return state.isClosed
        }
        if isClosed { channel.close(promise: nil) }
    }

    func closed(_ channel: any Channel) {
        remove(channel)
        state.withLock { $0.open[ObjectIdentifier(channel)] = nil }
    }

    func add(_ channel: any Channel) {
        let address = channel.remoteAddress?.ipAddress ?? "unknown"
        let displaced = state.withLock { state in
            state.channels[ObjectIdentifier(channel)] = channel
            return state.silent.add(ObjectIdentifier(channel), from: address)
                .flatMap { state.channels.removeValue(forKey: $0) }
        }
        displaced?.close(promise: nil)
    }

    func remove(_ channel: any Channel) {
        state.withLock { state in
            state.channels[ObjectIdentifier(channel)] = nil
            state.silent.remove(ObjectIdentifier(channel))
        }
    }
}

/// One HTTP connection: it waits until the head of a request has been read, and again once the end of the answer has been
/// written. The bytes of a body, in either direction, change nothing: a long download does not wait, and a client that
/// drips bytes after its refusal does.
package final class WaitingClient: ChannelDuplexHandler, RemovableChannelHandler {
    package typealias InboundIn = HTTPRequestPart
    package typealias OutboundIn = HTTPResponsePart

    private let clients: WaitingClients

    package init(_ clients: WaitingClients) { self.clients = clients }

    package func handlerAdded(context: ChannelHandlerContext) {
        clients.opened(context.channel)
        if context.channel.isActive { clients.add(context.channel) }
    }

    package func channelActive(context: ChannelHandlerContext) {
        clients.add(context.channel)
        context.fireChannelActive()
    }

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .head = unwrapInboundIn(data) { clients.remove(context.channel) }
        context.fireChannelRead(data)
    }

    package func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data), context.channel.isActive { clients.add(context.channel) }
        context.write(data, promise: promise)
    }

    package func channelInactive(context: ChannelHandlerContext) {
        clients.closed(context.channel)
        context.fireChannelInactive()
    }

    package func handlerRemoved(context: ChannelHandlerContext) { clients.closed(context.channel) }
}
