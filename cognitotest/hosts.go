package cognitotest

import (
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
)

// The service checks no credentials, so it must not answer every page that a
// browser on this machine has open. A page can reach it in two ways: across
// origins, which the browser tells by headers of its own, and under the page's
// own name, when that is made to resolve to this machine (DNS rebinding).

// WithHosts makes the service answer to further host names, each without a port:
// the name of the machine, of a container. By itself a service that listens
// answers to loopback names and to the address at which the request arrived.
func WithHosts(names ...string) Option {
	return func(s *Service) {
		for _, name := range names {
			s.hosts[canonicalHost(name)] = true
		}
	}
}

// checkOrigin returns an error where a request may have been made by a web page
// of somebody else. A request that arrived by no listener of net/http, as in a
// test with a recorder, has not been made by a page.
func (s *Service) checkOrigin(r *http.Request) error {
	local, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
	if ok && !s.answersTo(r.Host, local) {
		return forbidden("the Host " + strconv.Quote(cut(r.Host)) + " is neither a loopback name nor the address " +
			"that is served; WithHosts, or --allow-host of userpoolclient serve, adds a name")
	}
	if isPage(r) && s.isApplication(r.Header.Get("Origin")) {
		return nil
	}
	if err := s.crossOrigin.Check(r); err != nil {
		return forbidden("the request comes from a page of another origin, " +
			strconv.Quote(cut(r.Header.Get("Origin"))))
	}
	return nil
}

// answersTo reports whether the service answers to a host name.
func (s *Service) answersTo(host string, local net.Addr) bool {
	name := hostOf(host)
	if name == "localhost" || s.hosts[name] {
		return true
	}
	addr, err := netip.ParseAddr(name)
	if err != nil {
		return false
	}
	tcp, ok := local.(*net.TCPAddr)
	return addr.IsLoopback() || ok && addr.Unmap() == tcp.AddrPort().Addr().Unmap().WithZone("")
}

// hostOf returns the name in a Host header, without the port.
func hostOf(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return canonicalHost(host)
}

func canonicalHost(name string) string {
	name = strings.TrimSuffix(strings.TrimPrefix(name, "["), "]")
	return strings.TrimSuffix(strings.ToLower(name), ".")
}
