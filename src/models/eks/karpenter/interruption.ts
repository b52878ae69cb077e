/** EC2 says that a spot instance goes (aws/karpenter-provider-aws pkg/controllers/interruption): its NodeClaim is deleted at once. */
import type { Instance } from '../../aws/ec2/types';

export const spotNoticed = ({ interruptedAtMs }: Instance): boolean =>
  interruptedAtMs !== undefined;
