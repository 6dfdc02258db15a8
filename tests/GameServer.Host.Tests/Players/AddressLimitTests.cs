using System.Net;
using GameServer.Host.Players;

namespace GameServer.Host.Tests.Players;

public sealed class AddressLimitTests
{
    [Theory]
    [InlineData("10.0.0.1", "10.0.0.1", true)]
    [InlineData("10.0.0.1", "10.0.0.2", false)]
    [InlineData("10.0.0.1", "::ffff:10.0.0.1", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("0.0.0.1", "0:0:0:1::", false)]
    public void Addresses_count_as_one_or_not(string one, string other, bool asOne) => Assert.Equal(
        asOne, AddressLimit.KeyOf(IPAddress.Parse(one)) == AddressLimit.KeyOf(IPAddress.Parse(other)));
}
