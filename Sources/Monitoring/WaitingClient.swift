import NIOCore
import Platform
import Synchronization

/// The HTTP connections without a request in progress. If there are too many, the oldest are closed, so that silent
/// clients leave room for a scrape.
final class WaitingClients: Sendable {
    private struct State {
        var silent: SilentConnections<ObjectIdentifier>
        var channels: [ObjectIdentifier: any Channel] = [:]
    }

    private let state: Mutex<State>

    init(_ silent: SilentConnections<ObjectIdentifier>) { state = Mutex(State(silent: silent)) }

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

/// One HTTP connection: it waits until the head of a request has been read, and again once an answer has been written.
final class WaitingClient: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny
    typealias OutboundIn = NIOAny

    private let clients: WaitingClients

    init(_ clients: WaitingClients) { self.clients = clients }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { clients.add(context.channel) }
    }

    func channelActive(context: ChannelHandlerContext) {
        clients.add(context.channel)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        clients.remove(context.channel)
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if context.channel.isActive { clients.add(context.channel) }
        context.write(data, promise: promise)
    }

    func channelInactive(context: ChannelHandlerContext) {
        clients.remove(context.channel)
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { clients.remove(context.channel) }
}
